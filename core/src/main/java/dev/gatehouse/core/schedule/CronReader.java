package dev.gatehouse.core.schedule;

/// Reads cron expressions.
public interface CronReader {

  /// {@return the times of day an expression names}
  ///
  /// @throws IllegalArgumentException when it cannot be read, or names no time at all
  WallTimes read(String expression);
}
