package dev.gatehouse.core.delivery;

import java.time.Duration;
import java.util.Optional;

/// When a delivery that failed is tried again: exponential back-off with jitter, bounded in
/// attempts.
///
/// @param attempts how often it is tried before it is given up, from 1
/// @param first the wait after the first failure; it doubles with each further one
/// @param cap the longest wait that the other side did not ask for
/// @param patience the longest wait that the other side may ask for
public record RetryPlan(int attempts, Duration first, Duration cap, Duration patience) {

  /// Twelve attempts, which takes about four hours.
  public static final RetryPlan STANDARD =
      new RetryPlan(12, Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofDays(1));

  /// The share of a wait that is left to chance, so that what failed together is not tried
  /// together.
  private static final double JITTER = 0.25;

  /// Refuses a plan without a first attempt.
  public RetryPlan {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
    }
    if (!first.isPositive() || cap.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "the waits " + first + " to " + cap + " of a retry plan must be positive and grow");
    }
  }

  /// {@return this plan with another number of attempts}
  public RetryPlan withAttempts(int other) {
    return new RetryPlan(other, first, cap, patience);
  }

  /// {@return how long to wait before the next attempt, or nothing when there is to be none}
  ///
  /// @param failures how many attempts have failed, from 1
  /// @param asked what the other side asked for; zero when it did not
  /// @param draw a number in [0, 1), drawn by the caller
  public Optional<Duration> delay(int failures, Duration asked, double draw) {
    if (failures >= attempts) {
      return Optional.empty();
    }
    double doubled = first.toMillis() * Math.pow(2, Math.max(0, failures - 1));
    double longest = Math.min((double) cap.toMillis(), doubled);
    Duration own = Duration.ofMillis((long) (longest * (1 - JITTER * draw)));
    Duration theirs = asked.compareTo(patience) > 0 ? patience : asked;
    return Optional.of(own.compareTo(theirs) < 0 ? theirs : own);
  }
}
