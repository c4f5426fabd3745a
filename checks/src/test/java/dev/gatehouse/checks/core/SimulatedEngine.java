package dev.gatehouse.checks.core;

import dev.gatehouse.checks.core.EngineJob.Phase;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.Rebuild;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.RunState.Open;
import dev.gatehouse.testkit.random.Draw;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An engine as naive as can be: it does what a run's steps say, one random thing at a time, and
/// forgets everything when its process dies.
final class SimulatedEngine {

  private final RunJournal journal;
  private final Draw draw;
  private final SimulatedWorld world;
  private final Map<ActionRef, EngineJob> jobs = new LinkedHashMap<>();
  private final Map<ActionRef, Instant> timers = new LinkedHashMap<>();
  private Instant now;
  private int questions;

  SimulatedEngine(RunJournal journal, Draw draw, Instant now) {
    this.journal = journal;
    this.draw = draw;
    this.now = now;
    this.world = new SimulatedWorld(draw, journal);
  }

  RunJournal journal() {
    return journal;
  }

  void calm() {
    world.calm();
  }

  Result post(RunInput input) {
    Result result = journal.post(input, now);
    if (result instanceof Result.Stepped(RunMachine.Step step)) {
      step.drop().forEach(this::stop);
      step.start().forEach(this::begin);
    }
    return result;
  }

  private void begin(Action action) {
    switch (action) {
      case Action.Wake wake -> timers.put(wake.ref(), wake.at());
      case Action.Await _ -> {}
      case Action.CallModel _, Action.Compact _, Action.CallTool _, Action.ProbeTool _ ->
          jobs.put(action.ref(), new EngineJob(action));
    }
  }

  private void stop(ActionRef ref) {
    timers.remove(ref);
    EngineJob job = jobs.get(ref);
    if (job != null) {
      job.stop();
    }
  }

  boolean idle() {
    return jobs.isEmpty() && timers.isEmpty();
  }

  /// Does one thing that is to be done; nothing when there is none.
  void advance() {
    now = now.plusMillis(draw.between(1, 400));
    boolean timer = !timers.isEmpty() && (jobs.isEmpty() || draw.chance(0.15));
    if (timer) {
      ring();
    } else if (!jobs.isEmpty()) {
      work(draw.oneOf(List.copyOf(jobs.values())));
    }
  }

  private void ring() {
    ActionRef first = timers.keySet().iterator().next();
    for (ActionRef ref : timers.keySet()) {
      if (time(ref).isBefore(time(first))) {
        first = ref;
      }
    }
    Instant at = time(first);
    now = at.isAfter(now) ? at : now;
    timers.remove(first);
    post(new RunInput.TimerRang(first));
  }

  private Instant time(ActionRef ref) {
    return timers.getOrDefault(ref, Instant.MAX);
  }

  private void work(EngineJob job) {
    switch (job.phase()) {
      case BEGUN -> announce(job);
      case STOPPED_EARLY -> {
        jobs.remove(job.action().ref());
        post(new RunInput.Closed(job.action().ref()));
      }
      case RUNNING -> {
        if (job.look()) {
          finish(job, world.outcome(job.action()));
        }
      }
      case STOPPING ->
          finish(job, draw.chance(0.3) ? world.outcome(job.action()) : world.stopped(job.action()));
    }
  }

  private void finish(EngineJob job, RunInput outcome) {
    jobs.remove(job.action().ref());
    post(outcome);
  }

  private void announce(EngineJob job) {
    RunInput first = world.announcement(job.action());
    boolean refused = post(first) instanceof Result.Refused;
    if (refused && first instanceof RunInput.ContextLarge) {
      first = world.start(job.action());
      refused = post(first) instanceof Result.Refused;
    }
    if (refused) {
      finish(job, new RunInput.Closed(job.action().ref()));
    } else if (job.phase() == Phase.BEGUN && world.isStart(first)) {
      job.run(draw.below(4));
    } else if (!world.isStart(first)) {
      jobs.remove(job.action().ref());
    }
  }

  /// The process dies and another one takes over, perhaps after a few that died in the middle of
  /// taking over.
  void crash() {
    if (draw.chance(0.2)) {
      stopGracefully();
    }
    do {
      jobs.clear();
      timers.clear();
      now = now.plusSeconds(draw.between(1, 20));
    } while (!recovered());
  }

  /// Whatever talks to a model is stopped and says what it has.
  private void stopGracefully() {
    for (EngineJob job : List.copyOf(jobs.values())) {
      if (job.phase() == Phase.RUNNING && job.action() instanceof Action.CallModel) {
        journal.post(world.stopped(job.action()), now);
      }
    }
  }

  private boolean recovered() {
    List<Open> doubtful = new ArrayList<>(journal.state().open().values());
    for (Open open : doubtful) {
      if (draw.chance(0.1)) {
        return false;
      }
      if (open.mark() != Mark.DECIDED) {
        journal.post(new RunInput.Lost(open.ref(), "quest_" + ++questions), now);
      }
    }
    for (Action action : Rebuild.undispatched(journal.state())) {
      if (draw.chance(0.05)) {
        return false;
      }
      begin(action);
    }
    return true;
  }
}
