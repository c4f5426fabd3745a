package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.schedule.Checklist;
import dev.gatehouse.core.schedule.Heartbeat;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Tick;
import dev.gatehouse.core.schedule.TickResult;
import dev.gatehouse.core.schedule.TickResult.Skip;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.session.SessionState.Life;
import dev.gatehouse.core.spi.StoreException;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.ScopeClosedException;
import dev.gatehouse.runtime.seat.Changes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
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
  private final Reception reception;
  private final Checklists checklists;
  private final Report report;
  private final Scope scope = new Scope();
  private final Set<String> working = ConcurrentHashMap.newKeySet();
  private final Set<String> calledOff = ConcurrentHashMap.newKeySet();

  /// Hears how ticks end.
  interface Report {

    /// A tick has ended; returns when that is durable.
    ///
    /// @throws StoreException when it could not be made durable yet
    void ended(Schedule schedule, Tick tick, Optional<String> run, TickResult result);
  }

  TickCrew(Schedules.Parts parts, Report report) {
    this.runtime = parts.runtime();
    this.targets = parts.targets();
    this.reception = parts.reception();
    this.checklists = parts.checklists();
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
      fork("tick " + tick.id(), () -> work(schedule, tick));
    }
  }

  /// What is not begun any more is begun by the next process: its state is durable.
  private void fork(String name, Runnable task) {
    try {
      scope.fork(name, task);
    } catch (ScopeClosedException late) {
      LOG.log(Level.DEBUG, "{0}", late.getMessage());
    }
  }

  /// Cancels a tick. One whose run has not begun yet is remembered, and cancelled when it has.
  void cancel(Tick tick) {
    calledOff.add(tick.id());
    fork("cancel tick " + tick.id(), () -> callOff(tick));
  }

  private void callOff(Tick tick) {
    runtime.tell(
        session(tick),
        run(tick),
        new RunInput.Cancel("the next tick of the schedule takes its place", "schedule"));
  }

  private void work(Schedule schedule, Tick tick) {
    try {
      guarded(schedule, tick);
    } catch (InterruptedException _) {
      LOG.log(Level.DEBUG, "tick {0} is left to the next process", tick.id());
    } finally {
      working.remove(tick.id());
      calledOff.remove(tick.id());
    }
  }

  /// A tick that broke has failed; otherwise it would stand in the way of those after it.
  private void guarded(Schedule schedule, Tick tick) throws InterruptedException {
    try {
      perform(schedule, tick);
    } catch (ScopeClosedException _) {
      throw new InterruptedException("the schedules stop");
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
    T store() throws InterruptedException;
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
  private Optional<TickResult> refusal(Schedule schedule, Tick tick) throws InterruptedException {
    if (runtime.post(session(tick), new Changes.LookAt(run(tick))).isPresent()) {
      return Optional.empty();
    }
    Optional<String> complaint = targets.complaint(schedule);
    if (complaint.isPresent()) {
      return Optional.of(TickResult.error(complaint.get()));
    }
    Optional<String> file = schedule.heartbeat().flatMap(Heartbeat::checklist);
    try {
      Optional<String> list =
          file.isPresent() ? Optional.of(checklists.text(file.get())) : Optional.empty();
      if (list.filter(Checklist::isEmpty).isPresent()) {
        return Optional.of(TickResult.skipped(Skip.EMPTY_CHECKLIST));
      }
      return received(schedule, tick, new TickErrand(schedule.task(), list));
    } catch (IOException unreadable) {
      return Optional.of(
          TickResult.error(
              "checklist \"" + file.orElse("") + "\" cannot be read: " + unreadable.getMessage()));
    }
  }

  /// {@return why the program does not want the run, if it does not}
  private Optional<TickResult> received(Schedule schedule, Tick tick, TickErrand errand)
      throws InterruptedException {
    try {
      SessionCreated wanted = reception.arriving(session(schedule, tick));
      SessionState state = runtime.post(wanted.id(), new Changes.Open(wanted, List.of()));
      if (state.life() == Life.ENDED) {
        return Optional.of(TickResult.error("its session has ended"));
      }
      begin(schedule, tick, state.who(), errand);
      return Optional.empty();
    } catch (StoreException | ScopeClosedException ours) {
      throw ours;
    } catch (GatehouseException refused) {
      runtime.post(session(tick), new Changes.End("its tick was refused", "schedule"));
      return Optional.of(TickResult.error(String.valueOf(refused.getMessage())));
    }
  }

  private SessionCreated session(Schedule schedule, Tick tick) {
    Schedule.Owner owner = schedule.owner();
    return new SessionCreated(
        session(tick),
        owner.tenant(),
        owner.key(),
        owner.user(),
        Optional.empty(),
        Json.obj("schedule", Json.of(schedule.name())),
        runtime.clock().instant());
  }

  private void begin(Schedule schedule, Tick tick, SessionCreated session, TickErrand errand)
      throws InterruptedException {
    reception.opened(session);
    RunSpec spec = targets.spec(schedule, TickOrder.of(schedule, tick, run(tick), session, errand));
    runtime.post(session.id(), new Changes.Begin(spec));
    if (calledOff.contains(tick.id())) {
      callOff(tick);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
