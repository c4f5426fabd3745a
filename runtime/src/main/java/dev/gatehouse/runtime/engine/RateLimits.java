package dev.gatehouse.runtime.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the calls of each tool over the last minute.
final class RateLimits {

  private final InstantSource clock;
  private final Map<String, ArrayDeque<Instant>> calls = new ConcurrentHashMap<>();

  RateLimits(InstantSource clock) {
    this.clock = clock;
  }

  /// {@return whether one more call is within the rate, and counts it}
  boolean admits(String tool, int perMinute) {
    if (perMinute == 0) {
      return true;
    }
    ArrayDeque<Instant> recent = calls.computeIfAbsent(tool, _ -> new ArrayDeque<>());
    Instant now = clock.instant();
    synchronized (recent) {
      while (!recent.isEmpty() && recent.peekFirst().isBefore(now.minusSeconds(60))) {
        recent.removeFirst();
      }
      if (recent.size() >= perMinute) {
        return false;
      }
      recent.addLast(now);
      return true;
    }
  }
}
