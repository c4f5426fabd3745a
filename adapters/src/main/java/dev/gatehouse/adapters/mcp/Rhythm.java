package dev.gatehouse.adapters.mcp;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// When a server that went away is tried again.
///
/// @param first the wait after the first failure; each further failure doubles it
/// @param longest no wait is longer
/// @param rest the least wait after several calls in a row failed
/// @param steady a connection that lived so long counts as healthy again
record Rhythm(Duration first, Duration longest, Duration rest, Duration steady) {

  static final Rhythm STANDARD =
      new Rhythm(
          Duration.ofMillis(500),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));

  private static final int MAX_DOUBLINGS = 20;

  /// {@return the wait after so many failures in a row, from 1, with a fifth of chance in it}
  Duration after(int failures) {
    long doubled = first.toMillis() << Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1));
    long millis = Math.min(longest.toMillis(), doubled);
    double draw = 0.8 + 0.4 * ThreadLocalRandom.current().nextDouble();
    return Duration.ofMillis((long) (millis * draw));
  }
}
