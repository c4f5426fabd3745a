package dev.gatehouse.core.schedule;

import java.time.Duration;

/// How often a schedule fires.
public sealed interface Cadence {

  /// Each time a period has passed since the schedule was made. Daylight saving does not change it.
  record Every(Duration period) implements Cadence {

    /// The shortest period.
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /// Refuses periods shorter than a second.
    public Every {
      if (period.compareTo(SHORTEST) < 0) {
        throw new IllegalArgumentException("every must be 1s at least, not " + period);
      }
    }
  }

  /// At the times of day a cron expression names: minute, hour, day of month, month, day of week.
  record Cron(String expression) implements Cadence {}
}
