package dev.gatehouse.checks.core;

import dev.gatehouse.checks.core.EngineJob.Phase;
import dev.gatehouse.core.json.Json;
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
  private final SimulatedChildren children;
  private Instant now;
  private int questions;

  SimulatedEngine(RunJournal journal, Draw draw, Instant now) {
    this.journal = journal;
    this.draw = draw;
    this.now = now;
    this.world = new SimulatedWorld(draw, journal);
    this.children = new SimulatedChildren(draw);
    journal.wanted().forEach(this::begin);
  }

  RunJournal journal() {
    return journal;
  }

  Instant now() {
    return now;
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
      case Action.CallModel _, Action.Compact _ -> jobs.put(action.ref(), new EngineJob(action));
      case Action.JudgeTool _,
          Action.CallTool _,
          Action.ProbeTool _,
          Action.StartNode _,
          Action.FindEffects _ ->
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
    return jobs.isEmpty() && timers.isEmpty() && children.areGone();
  }

  /// Does one thing that is to be done; nothing when there is none.
  void advance() {
    now = now.plusMillis(draw.between(1, 400));
    boolean child = !children.areGone() && (jobs.isEmpty() || draw.chance(0.1));
    boolean timer = !timers.isEmpty() && (jobs.isEmpty() || draw.chance(0.15));
    if (child && draw.chance(0.7)) {
      post(children.end());
    } else if (timer) {
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
      case STOPPED_EARLY -> finish(job, stoppedEarly(job.action()));
      case RUNNING -> look(job);
      case STOPPING ->
          finish(job, draw.chance(0.3) ? world.outcome(job.action()) : world.stopped(job.action()));
    }
  }

  /// A judgement may be through before it hears that nobody wants it any more.
  private RunInput stoppedEarly(Action action) {
    return action instanceof Action.JudgeTool && draw.chance(0.5)
        ? world.announcement(action, now)
        : new RunInput.Closed(action.ref());
  }

  private void look(EngineJob job) {
    if (job.action() instanceof Action.CallTool call) {
      meanwhile(job, call);
    }
    boolean waits = job.awaits(journal.state().questions().keySet()) && draw.chance(0.9);
    if (job.phase() == Phase.RUNNING && !waits && job.look()) {
      finish(job, world.outcome(job.action()));
    }
  }

  /// What a tool does while it runs: it asks a human, or starts another run.
  private void meanwhile(EngineJob job, Action.CallTool call) {
    if (call.tool().equals("delegate") && draw.chance(0.5)) {
      RunInput.ChildBegan child = children.next(call);
      if (post(child) instanceof Result.Stepped) {
        children.began(child);
      }
    }
    if (draw.chance(0.1)) {
      String question = "quest_" + ++questions;
      Json schema = Json.obj("type", Json.of("object"));
      RunInput asked = new RunInput.ToolAsked(call.ref(), question, draw.words(), schema);
      if (post(asked) instanceof Result.Stepped) {
        job.ask(question);
      }
    }
  }

  private void finish(EngineJob job, RunInput outcome) {
    jobs.remove(job.action().ref());
    post(outcome);
  }

  private void announce(EngineJob job) {
    RunInput first = world.announcement(job.action(), now);
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
