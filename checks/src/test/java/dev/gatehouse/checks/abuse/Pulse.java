package dev.gatehouse.checks.abuse;

import dev.gatehouse.checks.kill.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Asks for `/api/health` all the time, and remembers the longest that an answer took.
final class Pulse implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Victim victim;
  private final Thread thread;
  private final AtomicReference<Duration> longest = new AtomicReference<>(Duration.ZERO);
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean over;

  private Pulse(Victim victim) {
    this.victim = victim;
    this.thread = Thread.ofPlatform().name("pulse").start(this::beat);
  }

  static Pulse of(Victim victim) {
    return new Pulse(victim);
  }

  private void beat() {
    while (!over) {
      long begin = System.nanoTime();
      try {
        if (victim.get("/api/health", "").statusCode() == 200) {
          answers.incrementAndGet();
        } else {
          failures.incrementAndGet();
        }
      } catch (IOException none) {
        failures.incrementAndGet();
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      longest.accumulateAndGet(took, (one, other) -> one.compareTo(other) > 0 ? one : other);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  Duration longest() {
    return Objects.requireNonNull(longest.get());
  }

  int answers() {
    return answers.get();
  }

  int failures() {
    return failures.get();
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
