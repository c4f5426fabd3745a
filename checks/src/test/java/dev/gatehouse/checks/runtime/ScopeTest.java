package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.ScopeClosedException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScopeTest {

  private final Scope scope = new Scope();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile boolean over;

  @AfterEach
  void end() {
    over = true;
  }

  @Test
  void closingInterruptsAndWaits() throws InterruptedException {
    Thread thread = scope.fork("waits", this::untilInterrupted);
    begun.await();

    scope.close();

    assertThat(thread.isAlive()).isFalse();
    assertThat(scope.size()).isZero();
    assertThatThrownBy(() -> scope.fork("late", () -> {})).isInstanceOf(ScopeClosedException.class);
  }

  @Test
  void whoeverIsInterruptedWaitsTooAndStaysInterrupted() throws InterruptedException {
    Thread closer = Thread.currentThread();
    Thread thread =
        scope.fork(
            "ends when it is waited for",
            () -> {
              untilInterrupted();
              while (!over && closer.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
            });
    begun.await();
    closer.interrupt();

    scope.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(thread.isAlive()).isFalse();
  }

  private void untilInterrupted() {
    begun.countDown();
    try {
      never.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
