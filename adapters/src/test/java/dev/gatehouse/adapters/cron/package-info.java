/// Cron expressions, case by case.
@NullMarked
package dev.gatehouse.adapters.cron;

import org.jspecify.annotations.NullMarked;
