package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.core.SimulatedSearch;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.interpreter.Errands;
import dev.gatehouse.core.interpreter.FlowState;
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
import dev.gatehouse.core.run.RunInput.Treatment;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.RunState.Question;
import dev.gatehouse.core.run.Stamp;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.testkit.random.Draw;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Plays the run of a workflow with the core alone: the engine, the agents, the clock and the
/// crashes are drawn.
final class SimulatedFlow {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST_STEPS = 5_000;
  private static final Treatment TREATMENT =
      new Treatment(
          ToolPolicy.STANDARD.idempotently().withUndo(dev.gatehouse.core.tool.Undo.by("back")),
          "gateway");

  private final Draw draw;
  private final Oracle oracle;
  private final List<Event> log = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private final Map<ActionRef, Action> begun = new LinkedHashMap<>();
  private final Map<String, Boolean> children = new LinkedHashMap<>();
  private final Map<ActionRef, String> dispatched = new LinkedHashMap<>();
  private final double crashes;
  private Instant now = START;
  private RunState state;
  private int questions;

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
        tell(
            new RunInput.Cancel(
                "enough", "somebody", draw.oneOf(List.of(RunInput.Cancel.Undo.values()))));
      } else if (cancelAfter >= 0 && step > cancelAfter && draw.chance(0.01)) {
        tell(new RunInput.Cancel("at once", "somebody"));
      } else if (draw.chance(crashes)) {
        crash();
      } else {
        happen();
      }
    }
  }

  private void happen() {
    List<Runnable> possible = new ArrayList<>();
    begun.values().forEach(action -> may(action, possible));
    children.forEach((child, stopped) -> possible.add(() -> end(child, stopped)));
    dispatched.forEach((ref, call) -> possible.add(() -> returned(ref, call)));
    state.questions().keySet().forEach(question -> possible.add(() -> answer(question)));
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

  private void may(Action action, List<Runnable> possible) {
    switch (action) {
      case Action.StartNode node when !children.containsKey(child(node.ref())) ->
          possible.add(() -> begin(node));
      case Action.JudgeTool judge -> possible.add(() -> judge(judge));
      case Action.CallTool call -> possible.add(() -> call(call));
      case Action.FindEffects find -> possible.add(() -> search(find));
      default -> {}
    }
  }

  private void search(Action.FindEffects find) {
    tellOrClose(find.ref(), SimulatedSearch.found(find, log, ToolPolicy.STANDARD.idempotently()));
  }

  private static String child(ActionRef ref) {
    return ref.id().startsWith("node.")
        ? "run_" + ref.id().substring("node.".length()) + "#" + ref.attempt()
        : "";
  }

  /// {@return a path with the attempts of the nodes on it}
  private String place(String path) {
    FlowState flow = state.flow().orElseThrow();
    StringBuilder place = new StringBuilder();
    for (Optional<String> up = Optional.of(path); up.isPresent(); ) {
      Optional<NodeState> node = flow.node(up.get());
      int attempt = node.map(it -> it.tries().attempt()).orElse(1);
      int slash = up.get().lastIndexOf('/');
      String key = up.get().substring(slash + 1);
      place.insert(0, (key.isEmpty() ? "" : "/") + key + "@" + attempt);
      up =
          up.get().isEmpty()
              ? Optional.empty()
              : Optional.of(slash < 0 ? "" : up.get().substring(0, slash));
    }
    return place.toString();
  }

  private void begin(Action.StartNode node) {
    switch (node.errand()) {
      case Errand.Ask _, Errand.Run _, Errand.Part _ -> spawn(node);
      case Errand.Call(String tool, Json args, _) ->
          tellOrClose(node.ref(), new RunInput.NodeCall(node.ref(), tool, args, TREATMENT));
      case Errand.Merge _ -> merge(node.ref());
      case Errand.Inquire _ ->
          tellOrClose(node.ref(), new RunInput.NodeAsk(node.ref(), "quest_" + ++questions));
    }
  }

  private void tellOrClose(ActionRef ref, RunInput input) {
    begun.remove(ref);
    if (!(tell(input) instanceof Result.Stepped)) {
      tell(new RunInput.Closed(ref));
    }
  }

  /// A rule that is not the interpreter's own keeps the larger number.
  private void merge(ActionRef ref) {
    FlowState flow = state.flow().orElseThrow();
    Map<Errand.Write, Json> results = new LinkedHashMap<>();
    Desired.node(flow, ref)
        .flatMap(node -> Errands.of(flow, node))
        .filter(Errand.Merge.class::isInstance)
        .ifPresent(errand ->
            ((Errand.Merge) errand)
                .writes()
                .forEach(write -> results.put(write, larger(write.old(), write.value()))));
    tellOrClose(ref, new RunInput.NodeMerged(ref, results));
  }

  private static Json larger(Json old, Json value) {
    return old instanceof Json.Num(var one)
            && value instanceof Json.Num(var other)
            && one.compareTo(other) > 0
        ? old
        : value;
  }

  private void spawn(Action.StartNode node) {
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
    String work = child.substring("run_".length());
    String path = NodeState.pathOf(work);
    String place = place(path);
    NodeOutcome outcome =
        stopped
            ? new NodeOutcome.Broken(Failure.of(Failure.Code.CANCELLED, "it was stopped"))
            : oracle.answer(place);
    if (!stopped) {
      signals(path)
          .flatMap(signals -> oracle.wish(place, signals))
          .ifPresent(wish -> say(work, wish));
    }
    children.remove(child);
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

  private Optional<Step.Signals> signals(String path) {
    return state
        .flow()
        .flatMap(flow -> flow.node(path))
        .map(node -> node.step().options().signals())
        .filter(signals -> !signals.isEmpty());
  }

  private void say(String work, Oracle.Wish wish) {
    tell(
        new RunInput.GiveSignal(
            work,
            wish.target(),
            wish.target().isPresent() ? Optional.empty() : Optional.of(wish.output()),
            "so"));
  }

  private void judge(Action.JudgeTool judge) {
    CallDigests digests = new CallDigests(CallDigests.ofInput(judge.input()), "schema", "1");
    tellOrClose(
        judge.ref(),
        new RunInput.ToolJudged(
            judge.ref(),
            List.of(),
            judge.input(),
            digests,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  private void call(Action.CallTool call) {
    begun.remove(call.ref());
    if (tell(new RunInput.ToolStarting(call.ref(), call.callId())) instanceof Result.Stepped) {
      dispatched.put(call.ref(), call.callId());
    } else {
      tell(new RunInput.Closed(call.ref()));
    }
  }

  private void returned(ActionRef ref, String id) {
    dispatched.remove(ref);
    int failures =
        state.calls().values().stream()
            .filter(call -> call.id().equals(id))
            .mapToInt(call -> call.tries().failures())
            .sum();
    String place = place(NodeState.pathOf(id)) + "!" + failures;
    ToolOutcome outcome =
        switch (oracle.answer(place)) {
          case NodeOutcome.Yielded(Json value) -> ToolOutcome.ok(value);
          case NodeOutcome.Broken(Failure failure) -> new ToolOutcome.Failed(failure);
        };
    tell(
        new RunInput.ToolEnded(
            ref, outcome, 1, Optional.empty(), draw.fraction(), false, Optional.empty()));
  }

  private void answer(String id) {
    Question question = Objects.requireNonNull(state.questions().get(id));
    NodeOutcome outcome = oracle.answer(place(NodeState.pathOf(question.callId())));
    RunInput.Answer answer =
        question.node().isEmpty()
            ? answered(id, Json.of(draw.oneOf(List.of("done", "give_up", "rerun"))))
            : outcome instanceof NodeOutcome.Yielded
                ? answered(id, Json.of(question.choices().getFirst()))
                : new RunInput.Answer(id, Resolution.DECLINED, Optional.empty(), "somebody");
    tell(answer);
  }

  private static RunInput.Answer answered(String question, Json value) {
    return new RunInput.Answer(question, Resolution.ANSWERED, Optional.of(value), "somebody");
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
    dispatched.clear();
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
      if (!ref.passive() && !dispatched.containsKey(ref)) {
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
