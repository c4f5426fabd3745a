package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.spi.CancelSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The time between two words. A wait ends at once when the signal comes or the thread is
/// interrupted.
final class Pace implements AutoCloseable {

  private final Duration perWord;
  private final CancelSignal cancel;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CancelSignal.Registration registration;

  Pace(Duration perWord, CancelSignal cancel) {
    this.perWord = perWord;
    this.cancel = cancel;
    this.registration = cancel.onCancel(stopped::countDown);
  }

  /// Waits for the time of one word.
  ///
  /// @return whether the speaker may go on
  boolean next() {
    if (cancel.cancelled() || Thread.currentThread().isInterrupted()) {
      return false;
    }
    if (perWord.isZero()) {
      return true;
    }
    try {
      return !stopped.await(perWord.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    registration.close();
  }
}
