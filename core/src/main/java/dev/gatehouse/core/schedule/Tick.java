package dev.gatehouse.core.schedule;

import dev.gatehouse.core.approval.CallDigests;
import java.time.Duration;
import java.time.Instant;

/// One time at which a schedule fires.
///
/// The id is made of the schedule and the time the tick is meant for, and the id of its run is made
/// of it. However often a tick is computed, in whatever process, it can run only once.
///
/// @param id what tells it from every other tick
/// @param nominal the time it is meant for
/// @param cause why it fires
public record Tick(String id, Instant nominal, Cause cause) {

  private static final int HASH_DIGITS = 15;

  /// Why a tick fires.
  public enum Cause {
    /// It is time.
    TIME,
    /// The one before failed.
    RETRY,
    /// Somebody asked for it.
    ASKED
  }

  /// The tick of a schedule for a time.
  static Tick of(Schedule schedule, Instant nominal, Cause cause) {
    return new Tick(schedule.key() + "@" + nominal, nominal, cause);
  }

  /// A tick that somebody asked for.
  ///
  /// @param request what tells it from others that are asked for at the same time
  public static Tick asked(Schedule schedule, Instant now, String request) {
    return new Tick(schedule.key() + "@" + request, now, Cause.ASKED);
  }

  /// {@return when it begins at the earliest: as much later as its id says, up to a limit}
  Instant due(Duration jitter) {
    if (cause != Cause.TIME || jitter.isZero()) {
      return nominal;
    }
    long lot = Long.parseLong(CallDigests.ofText(id).substring(0, HASH_DIGITS), 16);
    return nominal.plusMillis(lot % jitter.toMillis());
  }
}
