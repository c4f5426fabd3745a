package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.interpreter.NodeOutcome;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.run.Rebuild;
import dev.gatehouse.core.run.RunFold;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.Stamp;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.testkit.random.Draw;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plays the run of a workflow with the core alone: the engine, the agents, the clock and the
/// crashes are drawn.
final class SimulatedFlow {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST_STEPS = 200_000;

  private final Draw draw;
  private final Oracle oracle;
  private final List<Event> log = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private final Map<ActionRef, Action> begun = new LinkedHashMap<>();
  private final Map<String, Boolean> children = new LinkedHashMap<>();
  private final double crashes;
  private Instant now = START;
  private RunState state;

  SimulatedFlow(Draw draw, Oracle oracle, Workflow workflow, Json input, double crashes) {
    this.draw = draw;
    this.oracle = oracle;
    this.crashes = crashes;
    RunSpec spec =
        new RunSpec(
            RunSpec.Origin.of("run_1", "sess_1", RunSpec.Kind.WORKFLOW),
            new RunSpec.Owner("t", "u", "user", Optional.empty(), RunSpec.Watch.WATCHED),
            AgentProfile.of("random", "", ""),
            RunLimits.STANDARD,
            RunSpec.Request.of(List.of(Message.user("go")), START),
            Optional.of(
                new FlowSpec(
                    workflow, 1, input, Json.object().build(), Map.of(), Optional.empty())));
    take(RunMachine.STANDARD.create(spec));
    state = RunFold.start((RunEvent.RunCreated) log.getFirst());
    state = RunMachine.STANDARD.create(spec).state();
    tell(new RunInput.Start(0, 0, false));
  }

  RunState state() {
    return state;
  }

  List<Event> log() {
    return log;
  }

  List<Instant> times() {
    return times;
  }

  /// Plays until the run has ended.
  ///
  /// @param cancelAfter how many things happen before somebody cancels it; nobody when negative
  void play(int cancelAfter) {
    for (int step = 0; !state.ended(); step++) {
      assertThat(step)
          .as("steps of a run that does not end: " + state.open())
          .isLessThan(MOST_STEPS);
      if (step == cancelAfter) {
        tell(new RunInput.Cancel("enough", "somebody"));
      } else if (draw.chance(crashes)) {
        crash();
      } else {
        happen();
      }
    }
  }

  private void happen() {
    List<Runnable> possible = new ArrayList<>();
    begun.values().stream()
        .filter(Action.StartNode.class::isInstance)
        .map(Action.StartNode.class::cast)
        .filter(node -> !children.containsKey(child(node.ref())))
        .forEach(node -> possible.add(() -> begin(node)));
    children.forEach((child, stopped) -> possible.add(() -> end(child, stopped)));
    begun.values().stream()
        .filter(Action.Wake.class::isInstance)
        .map(Action.Wake.class::cast)
        .min(Comparator.comparing(Action.Wake::at))
        .ifPresent(wake -> possible.add(() -> ring(wake)));
    assertThat(possible)
        .as("nothing can happen, and the run has not ended: " + state.open())
        .isNotEmpty();
    draw.oneOf(possible).run();
  }

  private static String child(ActionRef ref) {
    return "run_" + ref.id().substring("node.".length()) + "#" + ref.attempt();
  }

  private void begin(Action.StartNode node) {
    String work = node.path() + "#" + node.ref().attempt();
    Result told = tell(new RunInput.ChildBegan("run_" + work, work, "a", "do", Attachment.NODE));
    if (told instanceof Result.Stepped) {
      children.put("run_" + work, false);
    } else {
      begun.remove(node.ref());
      tell(new RunInput.Closed(node.ref()));
    }
  }

  private void end(String child, boolean stopped) {
    children.remove(child);
    String work = child.substring("run_".length());
    String path = NodeState.pathOf(work);
    int attempt =
        state.flow().orElseThrow().node(path).map(node -> node.tries().attempt()).orElse(1);
    NodeOutcome outcome = oracle.answer(path, attempt);
    Usage usage = new Usage(3, 1, 0, 0, 0);
    tell(
        new RunInput.ChildDone(
            child,
            stopped ? "cancelled" : "completed",
            usage,
            new Cost(7),
            "",
            false,
            Optional.of(
                new RunInput.Brought(outcome.yielded(), outcome.broken(), Optional.empty()))));
  }

  private void ring(Action.Wake wake) {
    begun.remove(wake.ref());
    if (wake.at().isAfter(now)) {
      now = wake.at();
    }
    tell(new RunInput.TimerRang(wake.ref()));
  }

  private void crash() {
    RunState folded = refolded();
    assertThat(folded).as("the fold of the whole log").isEqualTo(state);
    begun.clear();
    for (RunState.Open open : List.copyOf(state.open().values())) {
      if (open.mark() != Mark.DECIDED) {
        tell(new RunInput.Lost(open.ref(), "quest_x"));
      }
    }
    Rebuild.undispatched(state).forEach(action -> begun.put(action.ref(), action));
  }

  RunState refolded() {
    RunState folded = RunFold.start((RunEvent.RunCreated) log.getFirst());
    for (int i = 1; i < log.size(); i++) {
      folded = RunFold.apply(folded, log.get(i), new Stamp(times.get(i), i + 1L));
    }
    return folded;
  }

  private Result tell(RunInput input) {
    now = now.plus(Duration.ofMillis(draw.below(50)));
    Result result = RunMachine.STANDARD.step(state, input, new Stamp(now, log.size() + 1L));
    if (result instanceof Result.Stepped(RunMachine.Step step)) {
      take(step);
    }
    return result;
  }

  private void take(RunMachine.Step step) {
    state = step.state();
    for (Event event : step.events()) {
      log.add(event);
      times.add(now);
    }
    for (ActionRef ref : step.drop()) {
      begun.remove(ref);
      if (!ref.passive()) {
        if (children.containsKey(child(ref))) {
          children.put(child(ref), true);
        } else if (state.open().containsKey(ref.id())) {
          tell(new RunInput.Closed(ref));
        }
      }
    }
    step.start().forEach(action -> begun.put(action.ref(), action));
  }
}
