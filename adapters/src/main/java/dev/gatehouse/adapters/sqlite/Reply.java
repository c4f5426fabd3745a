package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.core.spi.StoreException;
import java.util.concurrent.CompletableFuture;

/// Where a caller waits for what another thread does for it. Waiting cannot be interrupted: the
/// thread keeps its mark, and learns the outcome.
final class Reply<T> {

  private final String task;
  private final CompletableFuture<Settled<T>> settled = new CompletableFuture<>();

  /// @param task what is asked for, as it reads after "the store could not"
  Reply(String task) {
    this.task = task;
  }

  void succeed(T value) {
    settled.complete(new Settled.Value<>(value));
  }

  void fail(Throwable cause) {
    settled.complete(new Settled.Broken<>(cause));
  }

  /// Waits for the outcome.
  ///
  /// @throws StoreException made here, so that its trace shows who asked
  T await() {
    return switch (settled.join()) {
      case Settled.Value<T>(T value) -> value;
      case Settled.Broken<T>(Throwable cause) -> throw failure(cause);
    };
  }

  private StoreException failure(Throwable cause) {
    return new StoreException("the store could not " + task + ": " + cause.getMessage(), cause);
  }

  private sealed interface Settled<T> {
    record Value<T>(T value) implements Settled<T> {}

    record Broken<T>(Throwable cause) implements Settled<T> {}
  }
}
