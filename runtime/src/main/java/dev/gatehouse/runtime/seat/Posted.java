package dev.gatehouse.runtime.seat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A change somebody waits for.
final class Posted<T> {

  private final Change<T> change;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable T result;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  Posted(Change<T> change) {
    this.change = change;
  }

  Change<T> change() {
    return change;
  }

  void apply(Draft draft) {
    result = change.apply(draft);
  }

  void succeed() {
    done.countDown();
  }

  void fail(RuntimeException why) {
    failure = Optional.of(why);
    done.countDown();
  }

  /// Waits for the answer, however often the waiting thread is interrupted: whether a change was
  /// made must be known.
  T answer() {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    T answer = result;
    if (answer == null) {
      throw new IllegalStateException(change + " gave no answer");
    }
    return answer;
  }
}
