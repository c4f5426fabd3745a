package dev.gatehouse.core.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// When a schedule fires.
///
/// @param cadence how often
/// @param timezone the IANA zone whose clocks count, such as `Europe/Berlin`
/// @param activeHours the hours in which it fires at all
/// @param jitter how much later than its time a tick may begin, so that not all begin at once
/// @param missed what becomes of ticks whose time went by while nobody could begin them
/// @param overlap what becomes of a tick that is due while an earlier one is still at work
public record Timing(
    Cadence cadence,
    String timezone,
    Optional<ActiveHours> activeHours,
    Duration jitter,
    Missed missed,
    Overlap overlap) {

  /// The longest jitter.
  public static final Duration MAX_JITTER = Duration.ofHours(1);

  /// Refuses zones nobody knows and jitter that would let ticks overtake each other.
  public Timing {
    zone(timezone);
    if (jitter.isNegative() || jitter.compareTo(MAX_JITTER) > 0) {
      throw new IllegalArgumentException("jitter must lie between 0ms and 1h, not " + jitter);
    }
    if (cadence instanceof Cadence.Every every && jitter.compareTo(every.period()) >= 0) {
      throw new IllegalArgumentException("jitter must be shorter than every");
    }
  }

  /// By this cadence in UTC, at any hour; what was missed or overlaps is skipped.
  public static Timing of(Cadence cadence) {
    return new Timing(cadence, "UTC", Optional.empty(), Duration.ZERO, Missed.SKIP, Overlap.SKIP);
  }

  /// {@return this timing by the clocks of another zone}
  public Timing withTimezone(String other) {
    return new Timing(cadence, other, activeHours, jitter, missed, overlap);
  }

  /// {@return this timing within some hours only}
  public Timing withActiveHours(ActiveHours hours) {
    return new Timing(cadence, timezone, Optional.of(hours), jitter, missed, overlap);
  }

  /// {@return this timing with jitter}
  public Timing withJitter(Duration most) {
    return new Timing(cadence, timezone, activeHours, most, missed, overlap);
  }

  /// {@return this timing with another rule for missed ticks}
  public Timing withMissed(Missed other) {
    return new Timing(cadence, timezone, activeHours, jitter, other, overlap);
  }

  /// {@return this timing with another rule for ticks that overlap}
  public Timing withOverlap(Overlap other) {
    return new Timing(cadence, timezone, activeHours, jitter, missed, other);
  }

  /// {@return the zone}
  public ZoneId zone() {
    return zone(timezone);
  }

  /// {@return whether it may fire at a time}
  boolean isActive(Instant at) {
    return activeHours.map(hours -> hours.contains(at.atZone(zone()).getHour())).orElse(true);
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(
          "timezone \"" + name + "\" is unknown; write an IANA name such as Europe/Berlin",
          unknown);
    }
  }

  /// What becomes of ticks whose time went by while nobody could begin them: the gateway was not
  /// running, or the clock was set forward.
  public enum Missed {
    /// They are gone.
    SKIP,
    /// The newest of them fires.
    ONCE,
    /// All of them fire, one after the other.
    ALL
  }

  /// What becomes of a tick that is due while an earlier one is still at work.
  public enum Overlap {
    /// It is gone.
    SKIP,
    /// It begins when the earlier one has ended.
    QUEUE,
    /// The earlier one is cancelled.
    CANCEL
  }
}
