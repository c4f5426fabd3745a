package dev.gatehouse.core.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/// Times of day in a zone whose clocks are set forward and back.
///
/// What an expression means on those days is decided here, and not by the library that reads it:
///
/// | | clocks go forward (02:00 → 03:00) | clocks go back (03:00 → 02:00) |
/// |---|---|---|
/// | named hours (`30 2 * * *`) | a time that does not exist fires when the gap ends, at 03:00; several of them fire once | a time that comes twice fires the first time |
/// | passing hours (`30 * * * *`, `*/10 */2 * * *`) | a time that does not exist does not fire: no hour has passed | a time that comes twice fires twice: an hour has passed |
///
/// So a nightly job runs once a night, and an hourly one every hour.
record ZonedTimes(WallTimes times, ZoneRules rules) implements FireTimes {

  /// More times than can lie in what clocks are ever set back by.
  private static final int MAX_STEPS = 5_000;

  @Override
  public Optional<Instant> next(Instant after) {
    return times.hours() == WallTimes.Hours.NAMED ? named(after) : passing(after);
  }

  private Optional<Instant> named(Instant after) {
    Optional<LocalDateTime> wall = times.next(minute(local(after, rules.getOffset(after))));
    for (int step = 0; step < MAX_STEPS && wall.isPresent(); step++) {
      Instant instant = instant(wall.get());
      if (instant.isAfter(after)) {
        return Optional.of(instant);
      }
      wall = times.next(wall.get());
    }
    return Optional.empty();
  }

  private Instant instant(LocalDateTime wall) {
    ZoneOffsetTransition change = rules.getTransition(wall);
    return change != null && change.isGap()
        ? change.getInstant()
        : wall.toInstant(rules.getValidOffsets(wall).getFirst());
  }

  private Optional<Instant> passing(Instant after) {
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime from = minute(local(after, offset));
    ZoneOffsetTransition change = rules.nextTransition(after);
    for (int step = 0; step < MAX_STEPS; step++) {
      Optional<LocalDateTime> wall = times.next(from);
      if (wall.isEmpty()) {
        return Optional.empty();
      }
      Instant instant = wall.get().toInstant(offset);
      if (change == null || instant.isBefore(change.getInstant())) {
        return Optional.of(instant);
      }
      offset = change.getOffsetAfter();
      from = minute(change.getDateTimeAfter().minusNanos(1));
      change = rules.nextTransition(change.getInstant());
    }
    return Optional.empty();
  }

  private static LocalDateTime local(Instant instant, ZoneOffset offset) {
    return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
  }

  /// Times are whole minutes: none lies between this and what it is made of.
  private static LocalDateTime minute(LocalDateTime time) {
    return time.truncatedTo(ChronoUnit.MINUTES);
  }
}
