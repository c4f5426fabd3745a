package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import java.time.Duration;
import java.util.Optional;

/// When a failed model call is made again: exponential back-off with full jitter, bounded in
/// attempts and in time.
///
/// @param attempts how many calls in all, from 1
/// @param base the longest wait before the second attempt; it doubles with each further one
/// @param cap the longest wait between two attempts that the other side did not ask for
/// @param total the longest that may pass between the first failure of a turn and its last attempt
public record RetryPolicy(int attempts, Duration base, Duration cap, Duration total) {

  /// Four attempts within five minutes.
  public static final RetryPolicy STANDARD =
      new RetryPolicy(4, Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(5));

  /// No second attempt.
  public static final RetryPolicy NONE =
      new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /// Refuses a policy without a first attempt.
  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
    }
    if (base.isNegative() || cap.isNegative() || total.isNegative()) {
      throw new IllegalArgumentException(
          "the waits of a retry policy must not be negative: " + base + ", " + cap + ", " + total);
    }
  }

  /// {@return how long to wait before the next attempt, or nothing when there is to be none}
  ///
  /// @param failures how many attempts of this turn have failed, this one included
  /// @param waited how long ago the first of them failed
  /// @param draw a number in [0, 1), drawn by the caller
  public Optional<Duration> delay(Failure failure, int failures, Duration waited, double draw) {
    if (!failure.retryable() || failures >= attempts) {
      return Optional.empty();
    }
    Duration jittered = Duration.ofMillis((long) (draw * longest(failures)));
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    Duration delay = jittered.compareTo(asked) < 0 ? asked : jittered;
    return delay.compareTo(total.minus(waited)) > 0 ? Optional.empty() : Optional.of(delay);
  }

  private double longest(int failures) {
    double doubled = base.toMillis() * Math.pow(2, Math.max(0, failures - 1));
    return Math.min((double) cap.toMillis(), doubled);
  }
}
