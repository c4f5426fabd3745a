/// When work is due that nobody asks for at that moment, as data and pure functions. Start with
/// [dev.gatehouse.core.schedule.Schedule], then [dev.gatehouse.core.schedule.Clockwork].
@NullMarked
package dev.gatehouse.core.schedule;

import org.jspecify.annotations.NullMarked;
