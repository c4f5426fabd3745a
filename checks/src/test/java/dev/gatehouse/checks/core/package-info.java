/// What the core promises, held against random schedules. Start with
/// [dev.gatehouse.checks.core.SchedulePropertyTest].
@NullMarked
package dev.gatehouse.checks.core;

import org.jspecify.annotations.NullMarked;
