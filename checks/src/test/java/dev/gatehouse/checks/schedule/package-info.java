/// Schedules over a fake clock: years of ticks, restarts, clocks that jump. Start with
/// [dev.gatehouse.checks.schedule.YearOfTicksTest].
@NullMarked
package dev.gatehouse.checks.schedule;

import org.jspecify.annotations.NullMarked;
