package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.TickOutcome;

/// A program that hears what comes of ticks, after it is durable. Every method does nothing unless
/// it is overridden. They are called on a thread of the tick's own; what they throw is logged and
/// changes nothing. After a crash nobody is told again: what must not be lost is a delivery.
public interface ScheduleListener {

  /// Hears nothing.
  ScheduleListener SILENT = new ScheduleListener() {};

  /// An agent has something to say.
  default void alert(Schedule schedule, TickOutcome outcome, ScheduleState state) {}

  /// An agent has nothing to say.
  default void quiet(Schedule schedule, TickOutcome outcome, ScheduleState state) {}

  /// A tick failed.
  default void error(Schedule schedule, TickOutcome outcome, ScheduleState state) {}

  /// A tick is over, whatever came of it, and after the other methods.
  default void tick(Schedule schedule, TickOutcome outcome, ScheduleState state) {}
}
