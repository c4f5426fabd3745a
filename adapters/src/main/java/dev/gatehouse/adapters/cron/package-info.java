/// Reads cron expressions with cron-utils. Start with [dev.gatehouse.adapters.cron.CrontabReader].
@NullMarked
package dev.gatehouse.adapters.cron;

import org.jspecify.annotations.NullMarked;
