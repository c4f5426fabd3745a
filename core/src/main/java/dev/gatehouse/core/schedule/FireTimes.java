package dev.gatehouse.core.schedule;

import java.time.Instant;
import java.util.Optional;

/// The regular times at which a schedule fires, in ascending order.
public interface FireTimes {

  /// {@return the first of them that comes later, empty when none does}
  Optional<Instant> next(Instant after);

  /// The times of a timing.
  ///
  /// @param since where periods count from
  /// @throws IllegalArgumentException when its cron expression cannot be read
  static FireTimes of(Timing timing, Instant since, CronReader crons) {
    return switch (timing.cadence()) {
      case Cadence.Every every -> new PeriodTimes(since, every.period());
      case Cadence.Cron cron ->
          new ZonedTimes(crons.read(cron.expression()), timing.zone().getRules());
    };
  }
}
