package dev.gatehouse.checks.abuse;

import dev.gatehouse.checks.kill.Victim;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Asks for `/api/health` all the time, and remembers the longest that an answer took.
final class Pulse implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Victim victim;
  private final Thread thread;
  private final AtomicLong longest = new AtomicLong();
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
      longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  Duration longest() {
    return Duration.ofNanos(longest.get());
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
