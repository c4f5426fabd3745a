package dev.gatehouse.checks.flow;

import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.JsonTemplate;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.Aggregate;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.Case;
import dev.gatehouse.core.workflow.Node.Converge;
import dev.gatehouse.core.workflow.Node.Expiry;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.Synthesis;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WaitNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.Step.OnError;
import dev.gatehouse.core.workflow.Step.Options;
import dev.gatehouse.core.workflow.Step.Retry;
import dev.gatehouse.core.workflow.Step.Signals;
import dev.gatehouse.core.workflow.Step.Terminate;
import dev.gatehouse.core.workflow.Template;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.Workflow.Scope;
import dev.gatehouse.core.workflow.Workflow.StateKey;
import dev.gatehouse.testkit.random.Draw;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Draws workflows of all kinds of steps whose outcome does not hang on who is quicker, unless
/// races are wanted.
final class RandomFlow {

  private static final int DEEPEST = 3;
  private static final int LEAVES = 8;
  private static final Who AGENT = new Who.Named("a");

  private final Draw draw;
  private final boolean races;
  private final Duration beat;
  private final Map<String, Cost> budgets = new HashMap<>();
  private boolean attended = true;
  private int steps;

  /// @param beat the unit of all waiting
  RandomFlow(Draw draw, boolean races, Duration beat) {
    this.draw = draw;
    this.races = races;
    this.beat = beat;
  }

  /// Where a step is drawn.
  ///
  /// @param alone whether nothing is done beside it, so that it may end the workflow
  private record Spot(int depth, boolean alone) {

    Spot within() {
      return new Spot(depth + 1, alone);
    }

    Spot beside() {
      return new Spot(depth + 1, false);
    }
  }

  Workflow draw() {
    return new Workflow(
        "random",
        Optional.empty(),
        Map.of(
            "sum", new StateKey("sum", Scope.RUN),
            "seen", new StateKey("union", Scope.NODE),
            "top", new StateKey("largest", Scope.RUN)),
        several(new Spot(0, true)),
        Optional.empty());
  }

  /// Draws a workflow that asks nobody and calls nothing but agents.
  Workflow unattended() {
    attended = false;
    return draw();
  }

  /// {@return the budgets of steps that were drawn, by id}
  Map<String, Cost> budgets() {
    return Map.copyOf(budgets);
  }

  private List<Step> several(Spot spot) {
    List<Step> all = new ArrayList<>();
    for (int more = draw.between(1, 3); more > 0; more--) {
      all.add(step(spot));
    }
    return all;
  }

  private Step step(Spot spot) {
    String id = "s" + steps++;
    Node node = node(spot);
    Options options = Options.STANDARD;
    if (draw.chance(0.2) && !(node instanceof TransformNode)) {
      options = options.with(new Retry(draw.between(2, 3), beat, List.of()));
    }
    if (draw.chance(0.15)) {
      options = options.with(new OnError.Skip());
    } else if (draw.chance(0.15)) {
      options = options.with(new OnError.Fallback(Step.of("s" + steps++, agent())));
    } else if (draw.chance(0.3)) {
      options = options.with(new OnError.Compensate());
    }
    if (draw.chance(0.2)) {
      Cost budget = new Cost(draw.between(1, 4) * 45_000_000L);
      budgets.put(id, budget);
      options = options.withMaxBudget(budget);
    }
    if (races && draw.chance(0.1)) {
      options = options.withTimeout(beat.multipliedBy(draw.between(1, 60)));
    }
    if (node instanceof AgentNode && draw.chance(0.4)) {
      options = options.with(signals(spot));
    }
    return new Step(id, node, options);
  }

  private Signals signals(Spot spot) {
    List<Step> branch = new ArrayList<>();
    for (int more = draw.below(3); more > 0; more--) {
      branch.add(Step.of("s" + steps++, agent()));
    }
    boolean ends = (spot.alone() || races) && draw.chance(0.3);
    return new Signals(branch, ends ? Terminate.YES : Terminate.NO);
  }

  private Node agent() {
    return new AgentNode(AGENT, Optional.of(Template.parse("do")), Optional.empty());
  }

  private Node node(Spot spot) {
    int kinds = spot.depth() < DEEPEST ? LEAVES + 6 : LEAVES;
    int kind = draw.below(kinds);
    boolean asks = kind >= 4 && kind <= 6;
    return switch (asks && !attended ? 0 : kind) {
      case 0, 1 -> agent();
      case 2 -> new WaitNode(new Node.For.Time(beat.multipliedBy(draw.between(1, 100))));
      case 3 -> transform();
      case 4 -> new ToolNode("t", JsonTemplate.parse(Json.object().build()));
      case 5 -> human();
      case 6 -> new WorkflowNode("other", JsonTemplate.parse(Json.object().build()));
      case 7 -> manager();
      case 8 -> new SequenceNode(several(spot.within()));
      case 9 -> {
        List<Step> branches = several(spot.beside());
        yield new ParallelNode(branches, join(branches.size()), aggregate());
      }
      case 10 ->
          new MapNode(
              Expression.parse("input.items", Patterns.installed()),
              "it",
              draw.between(1, 4),
              several(spot.beside()));
      case 11 -> loop(spot);
      default ->
          new BranchNode(
              List.of(
                  new Case(
                      Expression.parse("input.number > " + draw.below(10), Patterns.installed()),
                      several(spot.within()))),
              draw.chance(0.5) ? several(spot.within()) : List.of());
    };
  }

  private Node transform() {
    Map<String, JsonTemplate> values = new LinkedHashMap<>();
    values.put("sum", JsonTemplate.parse(Json.of((long) draw.between(1, 9))));
    values.put("seen", JsonTemplate.parse(Json.of(draw.words())));
    if (attended && draw.chance(0.3)) {
      values.put("top", JsonTemplate.parse(Json.of((long) draw.between(1, 9))));
    }
    return new TransformNode(values);
  }

  private Node human() {
    Optional<Duration> expires =
        races && draw.chance(0.3)
            ? Optional.of(beat.multipliedBy(draw.between(1, 50)))
            : Optional.empty();
    return new HumanNode(
        Node.Ask.CHOOSE,
        Template.parse("which"),
        List.of("tea", "milk"),
        Optional.empty(),
        Optional.empty(),
        expires,
        draw.oneOf(List.of(Expiry.values())));
  }

  /// With one worker the tasks have an order.
  private Node manager() {
    List<Who> workers = new ArrayList<>(List.of(AGENT));
    for (int more = races ? draw.below(3) : 0; more > 0; more--) {
      workers.add(AGENT);
    }
    return new ManagerNode(
        "a",
        Optional.of(Template.parse("do")),
        workers,
        4,
        draw.below(3),
        draw.chance(0.5) ? Synthesis.AGENT : Synthesis.NONE);
  }

  private Node loop(Spot spot) {
    boolean judged = draw.chance(0.5);
    List<Converge> converge = new ArrayList<>();
    if (draw.chance(0.3)) {
      converge.add(Converge.PLATEAU);
    }
    if (draw.chance(0.3)) {
      converge.add(Converge.UNCHANGED);
    }
    return new LoopNode(
        several(spot.within()),
        judged ? Optional.of(AGENT) : Optional.empty(),
        judged && draw.chance(0.5)
            ? Optional.of(BigDecimal.valueOf(draw.between(4, 9)))
            : Optional.empty(),
        draw.between(1, judged ? 6 : 3),
        converge);
  }

  private Optional<Aggregate> aggregate() {
    return races && draw.chance(0.2)
        ? Optional.of(new Aggregate.ByAgent(AGENT, Optional.empty()))
        : Optional.empty();
  }

  private Join join(int branches) {
    if (!races || draw.chance(0.4)) {
      return new Join.All(Optional.empty());
    }
    Optional<Duration> deadline =
        draw.chance(0.5) ? Optional.of(beat.multipliedBy(draw.between(1, 50))) : Optional.empty();
    return switch (draw.below(4)) {
      case 0 -> new Join.First(deadline);
      case 1 -> new Join.Quorum(draw.between(1, branches), deadline);
      case 2 -> new Join.Best(AGENT, deadline);
      default -> new Join.Partial(deadline);
    };
  }
}
