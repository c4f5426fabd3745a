package dev.gatehouse.core.routing;

import java.time.Duration;

/// How carefully a deployment is treated that fails.
///
/// @param attempts how many calls of one turn may fail at a deployment before another is asked
/// @param cooldown how long one rests that limits the rate and does not say for how long
/// @param failures how many calls in a row must fail for its breaker to open
/// @param open how long its breaker stays open the first time; twice as long each further time
public record Care(int attempts, Duration cooldown, int failures, Duration open) {

  /// Two attempts, five failures, half a minute each.
  public static final Care STANDARD =
      new Care(2, Duration.ofSeconds(30), 5, Duration.ofSeconds(30));

  /// Refuses numbers that mean nothing.
  public Care {
    if (attempts < 1 || failures < 1 || cooldown.isNegative() || open.isNegative()) {
      throw new IllegalArgumentException(
          "attempts and failures start at 1, times at 0; not "
              + attempts
              + ", "
              + failures
              + ", "
              + cooldown
              + ", "
              + open);
    }
  }
}
