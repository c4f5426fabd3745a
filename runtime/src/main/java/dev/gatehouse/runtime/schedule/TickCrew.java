package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.schedule.Checklist;
import dev.gatehouse.core.schedule.Heartbeat;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Schedule.Target;
import dev.gatehouse.core.schedule.Tick;
import dev.gatehouse.core.schedule.TickResult;
import dev.gatehouse.core.schedule.TickResult.Skip;
import dev.gatehouse.core.spi.StoreException;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.seat.Changes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Turns ticks into runs and waits for their end, each on a thread of its own.
///
/// The ids of run and session follow from the tick. Whoever begins a tick again, after a crash or
/// by mistake, finds the run there is and waits for it.
final class TickCrew implements AutoCloseable {

  private static final Logger LOG = System.getLogger(TickCrew.class.getName());
  private static final Duration STORE_PATIENCE = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final AgentRuntime runtime;
  private final TickTargets targets;
  private final Checklists checklists;
  private final Report report;
  private final Scope scope = new Scope();
  private final Set<String> working = ConcurrentHashMap.newKeySet();

  /// Hears how ticks end.
  interface Report {

    /// A tick has ended; returns when that is durable.
    ///
    /// @throws StoreException when it could not be made durable yet
    void ended(Schedule schedule, Tick tick, Optional<String> run, TickResult result);
  }

  TickCrew(AgentRuntime runtime, TickTargets targets, Checklists checklists, Report report) {
    this.runtime = runtime;
    this.targets = targets;
    this.checklists = checklists;
    this.report = report;
  }

  /// {@return the run that a tick is}
  static String run(Tick tick) {
    return Ids.runOf(tick.id());
  }

  private static String session(Tick tick) {
    return Ids.sessionOf(tick.id());
  }

  void begin(Schedule schedule, Tick tick) {
    if (working.add(tick.id())) {
      scope.fork("tick " + tick.id(), () -> work(schedule, tick));
    }
  }

  void cancel(Tick tick) {
    scope.fork(
        "cancel tick " + tick.id(),
        () ->
            runtime.tell(
                session(tick),
                run(tick),
                new RunInput.Cancel("the next tick of the schedule takes its place", "schedule")));
  }

  private void work(Schedule schedule, Tick tick) {
    try {
      guarded(schedule, tick);
    } catch (InterruptedException _) {
      LOG.log(Level.DEBUG, "tick {0} is left to the next process", tick.id());
    } finally {
      working.remove(tick.id());
    }
  }

  /// A tick that broke has failed; otherwise it would stand in the way of those after it.
  private void guarded(Schedule schedule, Tick tick) throws InterruptedException {
    try {
      perform(schedule, tick);
    } catch (RuntimeException broken) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the schedules stop");
      }
      LOG.log(Level.ERROR, "tick " + tick.id() + " broke", broken);
      told(schedule, tick, Optional.empty(), TickResult.error("internal: " + broken));
    }
  }

  private void perform(Schedule schedule, Tick tick) throws InterruptedException {
    Optional<TickResult> refused = untilStored(() -> refusal(schedule, tick));
    if (refused.isPresent()) {
      told(schedule, tick, Optional.empty(), refused.get());
      return;
    }
    Optional<RunState> end = Optional.empty();
    while (end.filter(RunState::ended).isEmpty()) {
      end = runtime.ended(session(tick), run(tick), LOOK);
    }
    told(schedule, tick, Optional.of(run(tick)), TickRun.result(schedule, end.get()));
  }

  private void told(Schedule schedule, Tick tick, Optional<String> run, TickResult result)
      throws InterruptedException {
    untilStored(() -> {
      report.ended(schedule, tick, run, result);
      return result;
    });
  }

  /// Something that ends with a commit.
  private interface Storing<T> {
    T store();
  }

  /// What was decided must happen, also when the disk is full for a while.
  private static <T> T untilStored(Storing<T> storing) throws InterruptedException {
    while (true) {
      try {
        return storing.store();
      } catch (StoreException broken) {
        if (Thread.interrupted()) {
          throw new InterruptedException("the schedules stop");
        }
        LOG.log(Level.WARNING, "a tick waits for the store: {0}", broken.getMessage());
        Thread.sleep(STORE_PATIENCE);
      }
    }
  }

  /// Begins the run, unless it has begun before.
  ///
  /// @return why there is none
  private Optional<TickResult> refusal(Schedule schedule, Tick tick) {
    if (runtime.post(session(tick), new Changes.LookAt(run(tick))).isPresent()) {
      return Optional.empty();
    }
    Optional<String> complaint = targets.complaint(schedule.task().target());
    if (complaint.isPresent()) {
      return Optional.of(TickResult.error(complaint.get()));
    }
    Optional<String> file = schedule.heartbeat().flatMap(Heartbeat::checklist);
    try {
      Optional<String> list = file.isPresent() ? Optional.of(read(file.get())) : Optional.empty();
      if (list.filter(Checklist::isEmpty).isPresent()) {
        return Optional.of(TickResult.skipped(Skip.EMPTY_CHECKLIST));
      }
      begin(schedule, tick, message(schedule, list));
      return Optional.empty();
    } catch (IOException unreadable) {
      return Optional.of(
          TickResult.error(
              "checklist \"" + file.orElse("") + "\" cannot be read: " + unreadable.getMessage()));
    }
  }

  private String read(String file) throws IOException {
    return checklists.text(file);
  }

  private static String message(Schedule schedule, Optional<String> checklist) {
    StringBuilder message = new StringBuilder(schedule.task().message().strip());
    schedule
        .task()
        .input()
        .ifPresent(input -> message.append(message.isEmpty() ? "" : "\n\n").append(input));
    checklist.ifPresent(list ->
        message
            .append(message.isEmpty() ? "" : "\n\n")
            .append("The checklist:\n\n")
            .append(list.strip()));
    return message.toString();
  }

  private void begin(Schedule schedule, Tick tick, String message) {
    Schedule.Owner owner = schedule.owner();
    var now = runtime.clock().instant();
    var metadata =
        Json.object()
            .put("schedule", schedule.name())
            .put("tick", tick.nominal().toString())
            .put("cause", tick.cause().name().toLowerCase(Locale.ROOT))
            .build();
    RunSpec spec =
        targets.spec(
            schedule.task(),
            new TickTargets.Order(
                RunSpec.Origin.of(run(tick), session(tick), kind(schedule)),
                new RunSpec.Owner(
                    owner.tenant(),
                    owner.user(),
                    owner.role(),
                    Optional.empty(),
                    RunSpec.Watch.HEADLESS),
                RunSpec.Request.of(List.of(Message.user(message)), now)
                    .withMetadata(metadata)
                    .withHandover(handover(schedule))));
    runtime.post(
        session(tick),
        new Changes.Open(
            new SessionCreated(
                session(tick),
                owner.tenant(),
                owner.key(),
                owner.user(),
                Optional.empty(),
                Json.object().build(),
                now),
            List.of()));
    runtime.post(session(tick), new Changes.Begin(spec));
  }

  private static Handover handover(Schedule schedule) {
    Handover to = Handover.to(schedule.delivery());
    return schedule.heartbeat().map(heartbeat -> to.withQuiet(heartbeat.quiet())).orElse(to);
  }

  private static RunSpec.Kind kind(Schedule schedule) {
    if (schedule.heartbeat().isPresent()) {
      return RunSpec.Kind.HEARTBEAT;
    }
    return switch (schedule.task().target()) {
      case Target.Agent _ -> RunSpec.Kind.AGENT;
      case Target.Workflow _ -> RunSpec.Kind.WORKFLOW;
    };
  }

  @Override
  public void close() {
    scope.close();
  }
}
