package dev.gatehouse.runtime.team;

import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.workflow.Workflow;
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

  /// Finds the version of a workflow that counts now.
  Optional<Published> workflow(String tenant, String id);

  /// A workflow as it is run.
  ///
  /// @param profile what its runs are made of, seen as an agent's
  record Published(Workflow workflow, int version, AgentProfile profile) {}

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
