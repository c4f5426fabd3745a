package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Step;
import java.util.Optional;

/// One step after the other. A step that fails for good fails the sequence.
final class SequenceAdvance {

  private SequenceAdvance() {}

  static Move of(FlowState flow, NodeState node) {
    Json last = Json.NULL;
    for (Step step : Layout.steps(flow, node)) {
      Optional<NodeState> child = flow.node(node.child(step.id()));
      if (child.isEmpty()) {
        return Move.on(Nodes.begin(flow, node, step.id()));
      }
      if (!child.get().isOver()) {
        return Move.WAIT;
      }
      if (Nodes.failed(child.get())) {
        return Move.broken(Nodes.failure(child.get()));
      }
      last = child.get().output();
    }
    return Move.yielding(last);
  }
}
