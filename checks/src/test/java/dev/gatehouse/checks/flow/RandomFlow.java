package dev.gatehouse.checks.flow;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.JsonTemplate;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.Case;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WaitNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.Step.OnError;
import dev.gatehouse.core.workflow.Step.Options;
import dev.gatehouse.core.workflow.Step.Retry;
import dev.gatehouse.core.workflow.Template;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.Workflow.Scope;
import dev.gatehouse.core.workflow.Workflow.StateKey;
import dev.gatehouse.testkit.random.Draw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Draws workflows of all kinds of steps whose outcome does not hang on who is quicker, unless
/// races are wanted.
final class RandomFlow {

  private static final int DEEPEST = 3;

  private final Draw draw;
  private final boolean races;
  private int steps;

  RandomFlow(Draw draw, boolean races) {
    this.draw = draw;
    this.races = races;
  }

  Workflow draw() {
    return new Workflow(
        "random",
        Optional.empty(),
        Map.of("sum", new StateKey("sum", Scope.RUN), "seen", new StateKey("union", Scope.RUN)),
        several(0),
        Optional.empty());
  }

  private List<Step> several(int depth) {
    List<Step> all = new ArrayList<>();
    for (int more = draw.between(1, 3); more > 0; more--) {
      all.add(step(depth));
    }
    return all;
  }

  private Step step(int depth) {
    String id = "s" + steps++;
    Node node = node(depth);
    Options options = Options.STANDARD;
    if (draw.chance(0.2) && !(node instanceof TransformNode)) {
      options = options.with(new Retry(draw.between(2, 3), Duration.ofSeconds(1), List.of()));
    }
    if (draw.chance(0.15)) {
      options = options.with(new OnError.Skip());
    } else if (draw.chance(0.15)) {
      options = options.with(new OnError.Fallback(Step.of("s" + steps++, agent())));
    }
    return new Step(id, node, options);
  }

  private Node agent() {
    return new AgentNode(new Who.Named("a"), Optional.of(Template.parse("do")), Optional.empty());
  }

  private Node node(int depth) {
    int kinds = depth < DEEPEST ? 9 : 4;
    return switch (draw.below(kinds)) {
      case 0, 1 -> agent();
      case 2 -> new WaitNode(new Node.For.Time(Duration.ofSeconds(draw.between(1, 100))));
      case 3 ->
          new TransformNode(
              Map.of(
                  "sum", JsonTemplate.parse(Json.of((long) draw.between(1, 9))),
                  "seen", JsonTemplate.parse(Json.of(draw.words()))));
      case 4 -> new SequenceNode(several(depth + 1));
      case 5 -> new ParallelNode(several(depth + 1), join(), Optional.empty());
      case 6 ->
          new MapNode(
              Expression.parse("input.items", Patterns.installed()),
              "it",
              draw.between(1, 4),
              several(depth + 1));
      case 7 ->
          new LoopNode(
              several(depth + 1),
              Optional.empty(),
              Optional.empty(),
              draw.between(1, 3),
              List.of());
      default ->
          new BranchNode(
              List.of(
                  new Case(
                      Expression.parse("input.number > " + draw.below(10), Patterns.installed()),
                      several(depth + 1))),
              draw.chance(0.5) ? several(depth + 1) : List.of());
    };
  }

  private Join join() {
    if (!races || draw.chance(0.4)) {
      return new Join.All(Optional.empty());
    }
    Optional<Duration> deadline =
        draw.chance(0.5) ? Optional.of(Duration.ofSeconds(draw.between(1, 50))) : Optional.empty();
    return switch (draw.below(3)) {
      case 0 -> new Join.First(deadline);
      case 1 -> new Join.Quorum(1, deadline);
      default -> new Join.Partial(deadline);
    };
  }
}
