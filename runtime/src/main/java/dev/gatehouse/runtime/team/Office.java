package dev.gatehouse.runtime.team;

import dev.gatehouse.core.run.RunState;
import dev.gatehouse.runtime.approval.Waiters;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.seat.Change;
import dev.gatehouse.runtime.seat.Changes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the tools of a leader need of the runtime.
public interface Office {

  /// Has a change made to a session.
  <T> T post(String session, Change<T> change);

  /// {@return what this gateway serves}
  Catalog catalog();

  /// {@return the threads that wait}
  Waiters waiters();

  /// {@return the time}
  Instant now();

  /// {@return a run of a session, live or ended}
  default Optional<RunState> run(String session, String run) {
    return post(session, new Changes.LookAt(run));
  }

  /// Waits for the end of a run.
  ///
  /// @return the run as it is afterwards, or after that time
  default Optional<RunState> ended(String session, String run, Duration patience)
      throws InterruptedException {
    try (Waiters.Wait end = waiters().expect(run)) {
      Optional<RunState> now = run(session, run);
      if (now.isEmpty() || now.get().ended()) {
        return now;
      }
      var _ = end.await(patience);
    }
    return run(session, run);
  }
}
