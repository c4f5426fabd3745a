package dev.gatehouse.protocols.api;

import dev.gatehouse.runtime.Scope;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls an application's code on a thread of its own and waits for it so long and no longer. Its
/// time begins when it does: that a machine is too busy to begin is not its fault.
public final class HookCall {

  private final Scope scope;
  private final Duration limit;

  /// Calls that may take so long.
  public HookCall(Scope scope, Duration limit) {
    this.scope = scope;
    this.limit = limit;
  }

  /// {@return how long a call may take}
  public Duration limit() {
    return limit;
  }

  /// Calls it.
  ///
  /// @throws TimeoutException when it took too long; it was interrupted then
  /// @throws ExecutionException what it threw
  public <T> T call(String name, Callable<T> task)
      throws TimeoutException, ExecutionException, InterruptedException {
    var begun = new CountDownLatch(1);
    var future =
        new FutureTask<>(() -> {
          begun.countDown();
          return task.call();
        });
    scope.fork(name, future);
    try {
      begun.await();
      return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      future.cancel(true);
    }
  }
}
