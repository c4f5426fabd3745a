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

  private final Map<String, Crowd> crowds = new ConcurrentHashMap<>();

  /// All who wait for the same. Changed within the map's own steps only.
  private static final class Crowd {
    private final CompletableFuture<Event> event = new CompletableFuture<>();
    private int size;
  }

  /// Says that somebody is about to wait for what happens to something. To be called before it is
  /// looked at or asked for, so that nothing is missed in between.
  ///
  /// @return the wait, to be closed by whoever waits; others may wait for the same
  public Wait expect(String id) {
    return new Wait(
        id,
        crowds.compute(
            id,
            (_, there) -> {
              Crowd crowd = there == null ? new Crowd() : there;
              crowd.size++;
              return crowd;
            }));
  }

  /// It has happened, durably.
  public void happened(String id, Event event) {
    Crowd crowd = crowds.remove(id);
    if (crowd != null) {
      crowd.event.complete(event);
    }
  }

  /// {@return how many different things are waited for}
  public int expected() {
    return crowds.size();
  }

  /// One who waits. Belongs to one thread.
  public final class Wait implements AutoCloseable {

    private final String id;
    private final Crowd crowd;

    private Wait(String id, Crowd crowd) {
      this.id = id;
      this.crowd = crowd;
    }

    /// Waits.
    ///
    /// @return the event; empty when it did not happen in time
    /// @throws InterruptedException when the waiting thread is interrupted
    public Optional<Event> await(Duration patience) throws InterruptedException {
      try {
        return Optional.of(crowd.event.get(patience.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException _) {
        return Optional.empty();
      } catch (ExecutionException impossible) {
        throw new IllegalStateException("an event does not fail", impossible);
      }
    }

    /// Waits no more; the last one to leave forgets what will not happen.
    @Override
    public void close() {
      crowds.computeIfPresent(id, (_, there) -> there == crowd && --crowd.size == 0 ? null : there);
    }
  }
}
