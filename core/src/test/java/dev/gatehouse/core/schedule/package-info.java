/// What schedules decide, case by case. Years of them stand in the module `checks`.
@NullMarked
package dev.gatehouse.core.schedule;

import org.jspecify.annotations.NullMarked;
