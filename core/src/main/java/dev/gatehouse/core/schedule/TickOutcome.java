package dev.gatehouse.core.schedule;

import java.time.Instant;
import java.util.Optional;

/// A tick and what came of it; for ticks that were skipped in a row and for the same reason, the
/// last of them.
///
/// @param run the run it was, if it was one
/// @param at when that was known
/// @param millis how long it took
/// @param count how many ticks this stands for
public record TickOutcome(
    Tick tick, TickResult result, Optional<String> run, Instant at, long millis, long count) {

  static TickOutcome skipped(Tick tick, TickResult.Skip why, Instant at, long count) {
    return new TickOutcome(tick, TickResult.skipped(why), Optional.empty(), at, 0, count);
  }

  /// {@return whether this and an earlier outcome are one line of a list}
  boolean continues(TickOutcome earlier) {
    return result.kind() == TickResult.Kind.SKIPPED && result.equals(earlier.result);
  }

  TickOutcome andThose(TickOutcome earlier) {
    return new TickOutcome(tick, result, run, at, millis, count + earlier.count);
  }
}
