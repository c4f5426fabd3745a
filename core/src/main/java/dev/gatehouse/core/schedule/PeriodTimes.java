package dev.gatehouse.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Multiples of a period since a moment.
record PeriodTimes(Instant since, Duration period) implements FireTimes {

  @Override
  public Optional<Instant> next(Instant after) {
    Duration gone = Duration.between(since, after);
    long periods = gone.isNegative() ? 0 : gone.dividedBy(period);
    return Optional.of(since.plus(period.multipliedBy(periods + 1)));
  }
}
