package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.interpreter.FlowState.Wish;
import java.util.List;
import java.util.Optional;

/// What an agent has said about the rest of the workflow. It counts when its node completes: what
/// an attempt said that failed is forgotten with it.
final class Wishes {

  private Wishes() {}

  static List<Event> of(FlowState flow, NodeState node) {
    Optional<Wish> wish = Optional.ofNullable(flow.orders().signals().get(node.work()));
    if (wish.isEmpty()) {
      return List.of();
    }
    return wish.get().target().isPresent()
        ? List.of(
            new NodeEvent.BranchTaken(
                node.path(), wish.get().target().get(), wish.get().reason(), node.attempt()))
        : List.of(
            new NodeEvent.FlowTerminated(node.path(), wish.get().output(), wish.get().reason()));
  }
}
