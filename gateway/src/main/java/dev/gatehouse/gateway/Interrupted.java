package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.runtime.stream.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds the run that an earlier process began for the same task and did not live to finish, and
/// has it go on under the limits of this call.
///
/// The time during which no process lived must not count against it. Recovery rings the timer of a
/// run whose time is over at once, perhaps before anybody can say so; a run that ended by that
/// timer after this process began was interrupted too, and is resumed.
///
/// @param opened when this process began to open the log
record Interrupted(AgentRuntime runtime, Instant opened) {

  /// The member of a run's metadata that says which task it does.
  static final String DIGEST = "task_digest";

  private static final String RESUMER = "resumed";
  private static final int MAX_OPEN_RUNS = 1_000;
  private static final int MAX_LATE_RUNS = 20;
  private static final int MAX_TRIES = 500;
  private static final Duration STEP = Duration.ofMillis(20);

  /// A run to go on with.
  ///
  /// @param from where what it does from now on begins
  record Found(String session, String run, Place from) {}

  Optional<Found> find(Task task, RunLimits limits) throws InterruptedException {
    Optional<Row> row =
        rows(List.of("queued", "running", "waiting"), MAX_OPEN_RUNS).stream()
            .filter(it -> isOf(it, task))
            .findFirst()
            .or(() -> late(task));
    return row.isEmpty() ? Optional.empty() : Optional.of(goOn(row.get(), limits));
  }

  /// The run of this task that recovery ended because its time was over.
  private Optional<Row> late(Task task) {
    return rows(List.of("completed"), MAX_LATE_RUNS).stream()
        .filter(row -> isOf(row, task) && !row.updated().isBefore(opened))
        .filter(row -> Outcome.ofRun(Json.parse(row.body())).equals(Optional.of(Outcome.TIMEOUT)))
        .findFirst();
  }

  private List<Row> rows(List<String> statuses, int most) {
    return runtime
        .store()
        .rows(
            new RowQuery(
                Rows.RUN,
                Optional.of(AutonomousRun.TENANT),
                Optional.empty(),
                statuses,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                most));
  }

  private static boolean isOf(Row row, Task task) {
    return Json.parse(row.body())
        .path("metadata", DIGEST)
        .flatMap(Json::text)
        .equals(Optional.of(task.digest()));
  }

  private Found goOn(Row row, RunLimits limits) throws InterruptedException {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      RunState run = state(row);
      Place from = run.ended() ? Place.at(runtime.end(row.root())) : Place.START;
      if (isFree(run, limits) || (!isEnding(run) && tell(row, run, limits))) {
        return new Found(row.session(), row.id(), from);
      }
      Thread.sleep(STEP);
    }
    throw new AutonomousException(
        "run \"" + row.id() + "\" was interrupted and cannot go on; run `gatehouse doctor`");
  }

  private RunState state(Row row) {
    return runtime
        .post(row.session(), new Changes.LookAt(row.id()))
        .orElseThrow(() -> new IllegalStateException("run '" + row.id() + "' has no log"));
  }

  /// Nothing need be said to a run that has these limits and no deadline.
  private static boolean isFree(RunState run, RunLimits limits) {
    return !run.ended()
        && !isEnding(run)
        && limits.timeout().isEmpty()
        && run.control().limits().equals(limits);
  }

  /// A run that is about to end must end before it can be resumed.
  private static boolean isEnding(RunState run) {
    return !run.ended() && run.control().ending().isPresent();
  }

  /// {@return whether the run goes on under the limits}
  private boolean tell(Row row, RunState run, RunLimits limits) {
    if (run.ended()) {
      return accepted(row, new RunInput.Resume(RESUMER, limits));
    }
    Instant since = run.control().since();
    Duration before = since.equals(Instant.EPOCH) ? Duration.ZERO : Duration.between(since, now());
    RunLimits later =
        limits.timeout().map(it -> limits.withTimeout(before.plus(it))).orElse(limits);
    return accepted(row, new RunInput.Pause(RESUMER))
        && accepted(row, new RunInput.Resume(RESUMER, later));
  }

  private Instant now() {
    return runtime.clock().instant();
  }

  private boolean accepted(Row row, RunInput input) {
    return switch (runtime.tell(row.session(), row.id(), input)) {
      case Result.Stepped _ -> true;
      case Result.Refused _ -> false;
    };
  }
}
