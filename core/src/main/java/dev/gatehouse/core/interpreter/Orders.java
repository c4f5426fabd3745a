package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds what people mean who order a run to do something, and what stands in the way.
public final class Orders {

  private Orders() {}

  /// {@return the path that a path or the id of a step means; empty when there is none, or several}
  public static Optional<String> path(FlowState flow, String name) {
    if (flow.node(name).isPresent()) {
      return Optional.of(name);
    }
    List<String> begun =
        flow.nodes().values().stream()
            .filter(node -> node.step().id().equals(name) && NodeScope.isNamed(flow, node))
            .map(NodeState::path)
            .toList();
    if (begun.size() == 1) {
      return Optional.of(begun.getFirst());
    }
    List<String> ahead = begun.isEmpty() ? ahead(flow, name) : List.of();
    return ahead.size() == 1 ? Optional.of(ahead.getFirst()) : Optional.empty();
  }

  /// The steps that have not begun, in what has.
  private static List<String> ahead(FlowState flow, String name) {
    return flow.nodes().values().stream()
        .filter(node -> !node.isOver())
        .flatMap(node ->
            coming(flow, node)
                .map(step -> node.child(step.id()))
                .filter(path -> path.equals(name) || path.endsWith("/" + name)))
        .filter(path -> flow.node(path).isEmpty())
        .distinct()
        .toList();
  }

  private static Stream<Step> coming(FlowState flow, NodeState node) {
    return switch (node.step().node()) {
      case Node.SequenceNode _ -> Layout.steps(flow, node).stream();
      case Node.ParallelNode parallel -> parallel.branches().stream();
      default -> Stream.empty();
    };
  }

  /// {@return why a step cannot be put in after a node}
  public static Optional<String> obstacle(FlowState flow, String after, Step step) {
    Optional<NodeState> parent = NodeState.parent(after).flatMap(flow::node);
    if (parent.isEmpty() || !(parent.get().step().node() instanceof Node.SequenceNode)) {
      return Optional.of("node '" + after + "' is not one of several that follow each other");
    }
    if (parent.get().isOver()) {
      return Optional.of("what node '" + after + "' lies in is over");
    }
    List<Step> steps = Layout.steps(flow, parent.get());
    if (steps.stream().anyMatch(other -> other.id().equals(step.id()))) {
      return Optional.of("there is a step '" + step.id() + "' already");
    }
    boolean passed = false;
    for (Step one : steps) {
      if (passed && flow.node(parent.get().child(one.id())).isPresent()) {
        return Optional.of("what follows node '" + after + "' has begun already");
      }
      passed = passed || parent.get().child(one.id()).equals(after);
    }
    return Optional.empty();
  }

  /// {@return the path of the node with which a part of a run begins}
  public static String start(FlowState flow, String path) {
    return flow.node(path)
        .filter(node -> !Layout.steps(flow, node).isEmpty())
        .map(node -> node.child(Layout.steps(flow, node).getFirst().id()))
        .orElse(path);
  }
}
