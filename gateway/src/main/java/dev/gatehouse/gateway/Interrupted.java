package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Hold;
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
/// Recovery has such a run go on at once, perhaps to its end before anybody asks for it: a run that
/// ended after this process began was interrupted too, and what it came to is the result. Only one
/// whose time was over is resumed, since the time during which no process lived must not count
/// against it; and one that was to be cancelled is done with.
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
        rows(MAX_OPEN_RUNS, "queued", "running", "waiting").stream()
            .filter(it -> isOf(it, task))
            .findFirst()
            .or(() -> late(task));
    return row.isEmpty() ? Optional.empty() : goOn(row.get(), limits);
  }

  /// The run of this task that recovery brought to its end.
  private Optional<Row> late(Task task) {
    return rows(MAX_LATE_RUNS, "completed", "failed").stream()
        .filter(row -> isOf(row, task) && !row.updated().isBefore(opened))
        .findFirst();
  }

  private List<Row> rows(int most, String... statuses) {
    return runtime
        .store()
        .rows(RowQuery.of(Rows.RUN, most).withTenant(AutonomousRun.TENANT).withStatus(statuses));
  }

  private static boolean isOf(Row row, Task task) {
    return Json.parse(row.body())
        .path("metadata", DIGEST)
        .flatMap(Json::text)
        .equals(Optional.of(task.digest()));
  }

  /// {@return the run, empty when it was cancelled}
  private Optional<Found> goOn(Row row, RunLimits limits) throws InterruptedException {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      RunState run = state(row);
      if (run.ended() && !isOutOfTime(run)) {
        return run.control().ending().orElseThrow() instanceof Ending.Cancelled
            ? Optional.empty()
            : Optional.of(new Found(row.session(), row.id(), Place.START));
      }
      Place from = run.ended() ? Place.at(runtime.end(row.root())) : Place.START;
      if (isFree(run, limits) || (!isEnding(run) && tell(row, run, limits))) {
        return Optional.of(new Found(row.session(), row.id(), from));
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

  private static boolean isOutOfTime(RunState run) {
    return run.control().ending().stream()
        .anyMatch(it -> it instanceof Ending.Limited limited && limited.stop() == StopReason.TIME);
  }

  private static boolean isPaused(RunState run) {
    return run.control().hold() == Hold.PAUSED;
  }

  /// Nothing need be said to a run that has these limits and no deadline.
  private static boolean isFree(RunState run, RunLimits limits) {
    return !run.ended()
        && !isEnding(run)
        && !isPaused(run)
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
    return (isPaused(run) || accepted(row, new RunInput.Pause(RESUMER)))
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
