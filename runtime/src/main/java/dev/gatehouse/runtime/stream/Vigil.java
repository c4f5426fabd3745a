package dev.gatehouse.runtime.stream;

import java.util.concurrent.locks.Condition;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One onlooker's wait for news on a live stream.
///
/// Whoever brings a fragment may act for the onlooker instead of waking its thread: to wake and to
/// park a thread costs more than all else that is done with a fragment. At any time the onlooker
/// belongs to one thread, and when the wait is over to its own. Guarded by the lock of the stream,
/// but for what a deputy does.
final class Vigil {

  /// A wait that ends only with news: a time limit would set and cancel a timer for each fragment.
  static final long FOREVER = Long.MAX_VALUE;

  /// A burst is left to the onlooker's own thread, which takes more at a time.
  private static final int MOST_FRAMES = 16;

  private final Condition bell;
  private final Deputy deputy;
  private boolean lent;
  private boolean called;
  private @Nullable RuntimeException broken;

  /// What is done for an onlooker while its thread waits.
  interface Deputy {

    /// {@return the index of the first frame the onlooker has not seen}
    long index();

    /// Hands over what there is, without waiting.
    ///
    /// @return whether its thread can go on waiting
    boolean act();
  }

  Vigil(Condition bell, Deputy deputy) {
    this.bell = bell;
    this.deputy = deputy;
  }

  /// Waits until there is something new, somebody calls, or time is up.
  ///
  /// @param end tells the index after the last frame
  void keep(LongSupplier end, long nanos) throws InterruptedException {
    long left = nanos;
    try {
      while (lent || (!called && deputy.index() >= end.getAsLong() && left > 0)) {
        if (nanos == FOREVER) {
          bell.await();
        } else {
          left = bell.awaitNanos(left);
        }
      }
    } finally {
      while (lent) {
        bell.awaitUninterruptibly();
      }
    }
    if (broken != null) {
      throw broken;
    }
  }

  /// Lends the onlooker, if it waits and there is a little for it.
  boolean lend(long end) {
    long fresh = lent || called ? 0 : end - deputy.index();
    boolean lends = fresh > 0 && fresh <= MOST_FRAMES;
    lent |= lends;
    return lends;
  }

  /// Acts for the onlooker, on the thread it was lent to and without the lock. What breaks is the
  /// matter of its own thread.
  boolean act() {
    try {
      return deputy.act();
    } catch (RuntimeException why) {
      broken = why;
      return false;
    }
  }

  /// Takes the onlooker back.
  void returned(boolean content) {
    lent = false;
    if (!content) {
      call();
    }
  }

  /// Ends the wait.
  void call() {
    called = true;
    bell.signal();
  }

  /// Ends the wait if there is something new.
  void tell(long end) {
    if (!lent && deputy.index() < end) {
      bell.signal();
    }
  }
}
