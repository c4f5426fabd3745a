package dev.gatehouse.runtime.approval;

import dev.gatehouse.core.event.Event;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The threads of running tools that wait for an event of the log: a human's answer, the end of a
/// run. Only the waiting is here; when the process goes away, so do the calls that waited.
public final class Waiters {

  private final Map<String, CompletableFuture<Event>> waiting = new ConcurrentHashMap<>();

  /// Says that somebody is about to wait for what happens to something. To be called before it is
  /// looked at or asked for, so that nothing is missed in between.
  public CompletableFuture<Event> expect(String id) {
    return waiting.computeIfAbsent(id, _ -> new CompletableFuture<>());
  }

  /// Waits for it.
  ///
  /// @return the event; empty when it did not happen in time
  /// @throws InterruptedException when the waiting thread is interrupted
  public Optional<Event> await(CompletableFuture<Event> expected, Duration patience)
      throws InterruptedException {
    try {
      return Optional.of(expected.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("an event does not fail", impossible);
    }
  }

  /// Forgets what will not happen.
  public void forget(String id) {
    waiting.remove(id);
  }

  /// It has happened, durably.
  public void happened(String id, Event event) {
    CompletableFuture<Event> expected = waiting.remove(id);
    if (expected != null) {
      expected.complete(event);
    }
  }
}
