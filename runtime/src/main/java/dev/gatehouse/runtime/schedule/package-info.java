/// Begins the runs that nobody asks for at that moment. Start with
/// [dev.gatehouse.runtime.schedule.Schedules].
@NullMarked
package dev.gatehouse.runtime.schedule;

import org.jspecify.annotations.NullMarked;
