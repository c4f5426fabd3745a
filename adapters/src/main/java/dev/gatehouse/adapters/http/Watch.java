package dev.gatehouse.adapters.http;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One call under the eyes of the [Watchdog]. The reader reports signs of life; the watchdog
/// compares them with the clock and, once, runs the action that ends the call.
final class Watch implements AutoCloseable {

  /// Why a watch ended its call.
  enum Verdict {
    /// Not a byte came.
    SILENT,
    /// Bytes came, but no whole event.
    DRIPPING,
    /// The call took longer than any call may.
    OVERDUE
  }

  private static final int DRIPS_PER_STALL = 2;

  private final Watchdog dog;
  private final Runnable end;
  private final long dueNanos;
  private volatile long stallNanos;
  private volatile long byteNanos;
  private volatile long eventNanos;
  private volatile @Nullable Verdict verdict;

  Watch(Watchdog dog, Duration stall, Duration whole, Runnable end) {
    this.dog = dog;
    this.end = end;
    long now = System.nanoTime();
    this.byteNanos = now;
    this.eventNanos = now;
    this.stallNanos = stall.toNanos();
    this.dueNanos = now + whole.toNanos();
  }

  /// Bytes have arrived.
  void heardBytes() {
    byteNanos = System.nanoTime();
  }

  /// A whole event has arrived.
  void heardEvent() {
    eventNanos = byteNanos;
  }

  /// Changes how long silence may last; a longer wait needs no wake-up, a shorter one does.
  void allowSilence(Duration stall) {
    long nanos = stall.toNanos();
    long before = stallNanos;
    if (nanos != before) {
      stallNanos = nanos;
      if (nanos < before) {
        dog.lookSooner();
      }
    }
  }

  /// {@return why the call was ended, if the watchdog ended it}
  Optional<Verdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  /// Compares the signs of life with the clock.
  ///
  /// @return how many nanoseconds remain, 0 or less when the call was ended
  long remaining(long now) {
    long silent = byteNanos + stallNanos - now;
    long dripping = eventNanos + DRIPS_PER_STALL * stallNanos - now;
    long overdue = dueNanos - now;
    long least = Math.min(overdue, Math.min(silent, dripping));
    if (least <= 0) {
      verdict =
          least == overdue ? Verdict.OVERDUE : least == silent ? Verdict.SILENT : Verdict.DRIPPING;
      end.run();
    }
    return least;
  }

  @Override
  public void close() {
    dog.forget(this);
  }
}
