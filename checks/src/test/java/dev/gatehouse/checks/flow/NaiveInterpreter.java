package dev.gatehouse.checks.flow;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.NodeOutcome;
import dev.gatehouse.core.interpreter.NodeOutcome.Broken;
import dev.gatehouse.core.interpreter.NodeOutcome.Yielded;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.JsonTemplate;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.Case;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.Step.OnError;
import dev.gatehouse.core.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs a workflow as one would write it down on a slate: recursively, one thing after the other,
/// with nothing that is durable, parallel or late. What it yields is what the real one must yield.
final class NaiveInterpreter {

  /// What somebody declines does not tell why.
  private static final NodeOutcome DECLINED =
      new Broken(Failure.of(Failure.Code.USER_DENIED, "declined"));

  private final Oracle oracle;
  private final Json.Obj input;
  private final NaiveTeams teams;
  private Optional<Step> chosen = Optional.empty();

  /// An agent ended the workflow.
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Json output;

    Ended(Json output) {
      super("ended");
      this.output = output;
    }
  }

  NaiveInterpreter(Oracle oracle, Json.Obj input) {
    this.oracle = oracle;
    this.input = input;
    this.teams = new NaiveTeams(oracle);
  }

  /// {@return what the workflow yields; empty when it fails}
  Optional<Json> run(Workflow workflow) {
    try {
      return sequence(workflow.steps(), "@1").yielded();
    } catch (Ended early) {
      return Optional.of(early.output);
    }
  }

  private NodeOutcome sequence(List<Step> steps, String place) {
    NodeOutcome last = new Yielded(Json.NULL);
    Deque<Step> todo = new ArrayDeque<>(steps);
    while (!todo.isEmpty()) {
      Step step = todo.pop();
      chosen = Optional.empty();
      last = step(step, place);
      if (last instanceof Broken) {
        return last;
      }
      chosen.ifPresent(todo::push);
    }
    chosen = Optional.empty();
    return last;
  }

  private NodeOutcome step(Step step, String above) {
    NodeOutcome outcome = new Yielded(Json.NULL);
    String place = "";
    boolean tool = step.node() instanceof Node.ToolNode;
    for (int attempt = 1; attempt <= (tool ? 1 : step.options().retry().attempts()); attempt++) {
      chosen = Optional.empty();
      place = above + "/" + step.id() + "@" + attempt;
      outcome = node(step, place);
      if (outcome instanceof Yielded) {
        return outcome;
      }
    }
    chosen = Optional.empty();
    return switch (step.options().onError()) {
      case OnError.Fail _, OnError.Compensate _ -> outcome;
      case OnError.Skip _ -> new Yielded(Json.NULL);
      case OnError.Fallback(Step other) -> fallback(other, place);
    };
  }

  private NodeOutcome fallback(Step other, String place) {
    NodeOutcome outcome = step(new Step("@fallback", other.node(), other.options()), place);
    chosen = Optional.empty();
    return outcome;
  }

  private NodeOutcome node(Step step, String place) {
    return switch (step.node()) {
      case Node.AgentNode _ -> agent(step, place);
      case Node.WorkflowNode _ -> oracle.answer(place);
      case Node.HumanNode human ->
          oracle.answer(place) instanceof Broken
              ? DECLINED
              : new Yielded(Json.of(human.choices().getFirst()));
      case Node.ToolNode _ -> tool(step, place);
      case Node.WaitNode _ -> new Yielded(Json.NULL);
      case Node.TransformNode(Map<String, JsonTemplate> values) -> {
        Json.ObjBuilder all = Json.object();
        values.forEach((key, value) -> all.put(key, value.source()));
        yield new Yielded(all.build());
      }
      case Node.SequenceNode(List<Step> steps) -> sequence(steps, place);
      case Node.ParallelNode parallel -> parallel(parallel, place);
      case Node.MapNode map -> map(map, place);
      case Node.LoopNode loop -> loop(loop, place);
      case Node.BranchNode branch -> branch(branch, place);
      case Node.ManagerNode manager -> teams.manager(manager, place);
      case Node.SliceNode _ -> throw new AssertionError("never drawn: " + step);
    };
  }

  /// What an agent says of the rest counts when it succeeds.
  private NodeOutcome agent(Step step, String place) {
    NodeOutcome outcome = oracle.answer(place);
    if (outcome instanceof Yielded) {
      Optional<Oracle.Wish> wish = oracle.wish(place, step.options().signals());
      if (wish.isPresent() && wish.get().target().isEmpty()) {
        throw new Ended(wish.get().output());
      }
      chosen =
          wish.flatMap(Oracle.Wish::target)
              .flatMap(target ->
                  step.options().signals().branch().stream()
                      .filter(one -> one.id().equals(target))
                      .findFirst());
    }
    return outcome;
  }

  private NodeOutcome tool(Step step, String place) {
    NodeOutcome outcome = oracle.answer(place + "!0");
    for (int failures = 1;
        failures < step.options().retry().attempts() && outcome instanceof Broken;
        failures++) {
      outcome = oracle.answer(place + "!" + failures);
    }
    return outcome;
  }

  private NodeOutcome parallel(Node.ParallelNode parallel, String place) {
    Json.ObjBuilder all = Json.object();
    Optional<NodeOutcome> bad = Optional.empty();
    for (Step branch : parallel.branches()) {
      NodeOutcome outcome = step(branch, place);
      chosen = Optional.empty();
      if (outcome instanceof Broken) {
        bad = bad.or(() -> Optional.of(outcome));
      }
      all.put(branch.id(), outcome.yielded().orElse(Json.NULL));
    }
    return bad.orElseGet(() -> new Yielded(all.build()));
  }

  private NodeOutcome map(Node.MapNode map, String place) {
    List<Json> all = new ArrayList<>();
    int items = ((Json.Arr) input.at("items").orElseThrow()).items().size();
    for (int i = 0; i < items; i++) {
      NodeOutcome outcome = sequence(map.body(), place + "/" + i + "@1");
      if (!(outcome instanceof Yielded(Json output))) {
        return outcome;
      }
      all.add(output);
    }
    return new Yielded(Json.array(all));
  }

  private NodeOutcome loop(Node.LoopNode loop, String place) {
    NaiveLoop rounds = new NaiveLoop(loop);
    while (rounds.reason().isEmpty()) {
      int number = rounds.count() + 1;
      NodeOutcome outcome = sequence(loop.body(), place + "/" + number + "@1");
      NodeOutcome review =
          loop.critic().isPresent() && outcome instanceof Yielded
              ? oracle.answer(place + "/@critic-" + number + "@1")
              : outcome;
      if (review instanceof Broken(Failure failure)) {
        return rounds.count() > 0 && failure.subCode().filter("budget_exceeded"::equals).isPresent()
            ? new Yielded(rounds.output("budget"))
            : review;
      }
      rounds.add(outcome.yielded().orElseThrow(), review.yielded().orElseThrow());
    }
    return new Yielded(rounds.output(rounds.reason().get()));
  }

  private NodeOutcome branch(Node.BranchNode branch, String place) {
    int number = 1;
    for (Case way : branch.cases()) {
      if (way.when().test(Json.obj("input", input))) {
        return sequence(way.body(), place + "/case-" + number + "@1");
      }
      number++;
    }
    return branch.otherwise().isEmpty()
        ? new Yielded(Json.NULL)
        : sequence(branch.otherwise(), place + "/else@1");
  }
}
