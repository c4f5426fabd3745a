package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.Case;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.SliceNode;
import dev.gatehouse.core.workflow.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the step a path stands for. What lies in a node follows from what the node is: documents
/// name steps, and the interpreter adds the parts that carry no name of their own. Their keys begin
/// with `@` or are numbers, which no step's id does.
final class Layout {

  static final String ROOT = "";
  static final String JUDGE = "@judge";
  static final String AGGREGATE = "@aggregate";
  static final String FALLBACK = "@fallback";
  static final String SYNTHESIS = "@synthesis";
  static final String ELSE = "else";
  private static final String CRITIC = "@critic-";
  private static final String SLICE = "@slice-";
  private static final String CASE = "case-";
  private static final String PLAN = "@plan-";
  private static final String REPAIR = "@repair-";
  private static final String TASK = "@task-";

  private Layout() {}

  /// A step and what templates in it see besides what all see.
  record Found(Step step, Map<String, Json> locals) {}

  /// The whole of a run, as one step.
  static Step whole(FlowSpec spec) {
    return Step.of(spec.workflow().id(), new SequenceNode(spec.workflow().steps()));
  }

  static String critic(int round) {
    return CRITIC + round;
  }

  static String slice(int from) {
    return SLICE + from;
  }

  static String way(int number) {
    return CASE + number;
  }

  static String plan(int revision) {
    return PLAN + revision;
  }

  static String repair(int revision) {
    return REPAIR + revision;
  }

  static String task(String id) {
    return TASK + id;
  }

  /// {@return the step of a node that lies directly in another one}
  static Optional<Found> child(FlowState flow, NodeState parent, String key) {
    if (key.equals(FALLBACK)) {
      return parent.step().options().onError() instanceof Step.OnError.Fallback(Step step)
          ? plain(step)
          : Optional.empty();
    }
    return switch (parent.step().node()) {
      case SequenceNode _ ->
          steps(flow, parent).stream()
              .filter(step -> step.id().equals(key))
              .findFirst()
              .flatMap(Layout::plain);
      case ParallelNode node -> branch(node, key);
      case MapNode node -> item(parent, node, key);
      case LoopNode node -> round(node, key);
      case BranchNode node -> way(node, key);
      case ManagerNode node -> Plans.part(parent, node, key);
      case Node.AgentNode _,
          Node.ToolNode _,
          Node.HumanNode _,
          Node.WorkflowNode _,
          Node.WaitNode _,
          Node.TransformNode _,
          SliceNode _ ->
          Optional.empty();
    };
  }

  /// {@return the steps of a sequence, with those that were put in while it went on}
  static List<Step> steps(FlowState flow, NodeState sequence) {
    List<Step> base =
        sequence.step().node() instanceof SequenceNode(List<Step> steps) ? steps : List.of();
    if (flow.orders().inserts().isEmpty() && flow.orders().choices().isEmpty()) {
      return base;
    }
    List<Step> all = new ArrayList<>();
    base.forEach(step -> add(flow, sequence, step, all));
    return all;
  }

  private static void add(FlowState flow, NodeState sequence, Step step, List<Step> all) {
    all.add(step);
    String path = sequence.child(step.id());
    Optional.ofNullable(flow.orders().choices().get(path))
        .ifPresent(chosen -> add(flow, sequence, chosen, all));
    flow.orders()
        .inserts()
        .getOrDefault(path, List.of())
        .forEach(more -> add(flow, sequence, more, all));
  }

  private static Optional<Found> plain(Step step) {
    return Optional.of(new Found(step, Map.of()));
  }

  private static Optional<Found> branch(ParallelNode node, String key) {
    if (key.equals(JUDGE) && node.join() instanceof Node.Join.Best best) {
      return plain(Step.of(JUDGE, new AgentNode(best.judge(), Optional.empty(), Optional.empty())));
    }
    if (key.equals(AGGREGATE)
        && node.aggregate().orElse(null) instanceof Node.Aggregate.ByAgent by) {
      return plain(Step.of(AGGREGATE, new AgentNode(by.who(), by.prompt(), Optional.empty())));
    }
    return node.branches().stream()
        .filter(step -> step.id().equals(key))
        .findFirst()
        .flatMap(Layout::plain);
  }

  private static Optional<Found> item(NodeState parent, MapNode node, String key) {
    if (!(parent.course() instanceof Course.Items(List<Json> items))) {
      return Optional.empty();
    }
    if (key.startsWith(SLICE)) {
      int from = Integer.parseInt(key.substring(SLICE.length()));
      int size = Math.min(MapAdvance.MAX_SLICE, items.size() - from);
      return plain(Step.of(key, new SliceNode(from, size)));
    }
    int index = Integer.parseInt(key);
    Map<String, Json> locals = new LinkedHashMap<>();
    locals.put("item", items.get(index));
    locals.put(node.as(), items.get(index));
    return Optional.of(new Found(Step.of(key, new SequenceNode(node.body())), locals));
  }

  private static Optional<Found> round(LoopNode node, String key) {
    if (key.startsWith(CRITIC)) {
      return node.critic()
          .flatMap(critic ->
              plain(Step.of(key, new AgentNode(critic, Optional.empty(), Optional.empty()))));
    }
    return Optional.of(
        new Found(
            Step.of(key, new SequenceNode(node.body())),
            Map.of("iteration", Json.of(Long.parseLong(key)))));
  }

  private static Optional<Found> way(BranchNode node, String key) {
    if (key.equals(ELSE)) {
      return plain(Step.of(key, new SequenceNode(node.otherwise())));
    }
    Case taken = node.cases().get(Integer.parseInt(key.substring(CASE.length())) - 1);
    return plain(Step.of(key, new SequenceNode(taken.body())));
  }

  /// {@return the path of the sequence that a node stands in, or in the place of whose step it
  /// does; its own when it stands in none}
  static String sequence(FlowState flow, NodeState node) {
    NodeState step = node;
    while (step.key().equals(FALLBACK)) {
      step = step.parent().flatMap(flow::node).orElseThrow();
    }
    return step.parent()
        .flatMap(flow::node)
        .filter(above -> above.step().node() instanceof SequenceNode)
        .map(NodeState::path)
        .orElse(step.path());
  }

  static String taskOf(String key) {
    return key.startsWith(TASK) ? key.substring(TASK.length()) : key;
  }

  static boolean isTask(String key) {
    return key.startsWith(TASK);
  }

  static boolean isPlan(String key) {
    return key.startsWith(PLAN) || key.startsWith(REPAIR);
  }
}
