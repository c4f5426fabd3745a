package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.Case;
import java.util.Optional;

/// The first case that holds is done; none of them yields `null`.
final class BranchAdvance {

  private BranchAdvance() {}

  static Move of(FlowState flow, NodeState node, BranchNode branch) {
    if (!(node.course() instanceof Course.Way(String target))) {
      return Move.on(choice(flow, node, branch));
    }
    if (target.equals(Layout.ELSE) && branch.otherwise().isEmpty()) {
      return Move.yielding(Json.NULL);
    }
    Optional<NodeState> way = flow.node(node.child(target));
    if (way.isEmpty()) {
      return Move.on(Nodes.begin(flow, node, target));
    }
    if (!way.get().isOver()) {
      return Move.WAIT;
    }
    return Nodes.failed(way.get())
        ? Move.broken(Nodes.failure(way.get()))
        : Move.yielding(way.get().output());
  }

  private static NodeEvent choice(FlowState flow, NodeState node, BranchNode branch) {
    Json.Obj scope = NodeScope.of(flow, node.path());
    int number = 1;
    for (Case way : branch.cases()) {
      if (way.when().test(scope)) {
        return new NodeEvent.BranchTaken(
            node.path(), Layout.way(number), way.when().toString(), node.attempt());
      }
      number++;
    }
    return new NodeEvent.BranchTaken(
        node.path(), Layout.ELSE, "no condition holds", node.attempt());
  }
}
