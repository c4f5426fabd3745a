package dev.gatehouse.core.run;

import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.interpreter.Orders;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.Decision.Rejected;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.undo.UndoScope;
import java.util.Optional;

/// Decides what people order a workflow run to do while it goes on: who and why stands in the log.
final class OrderDecide {

  private OrderDecide() {}

  private static Optional<Rejected> refusal(RunState state) {
    if (state.flow().isEmpty()) {
      return Optional.of(
          new Rejected(
              Reason.INVALID, "run '" + state.spec().id() + "' is not the run of a workflow"));
    }
    return state.ended() || state.control().ending().isPresent()
        ? Optional.of(
            new Rejected(
                Reason.RUN_ENDED, "run '" + state.spec().id() + "' has ended or is about to end"))
        : Optional.empty();
  }

  static Decision signal(RunState state, RunInput.Signal signal) {
    return refusal(state)
        .<Decision>map(it -> it)
        .orElseGet(() ->
            Decision.accept(
                new NodeEvent.SignalReceived(signal.name(), signal.payload(), signal.by())));
  }

  static Decision skip(RunState state, RunInput.SkipNode skip) {
    Optional<Rejected> refused = refusal(state);
    if (refused.isPresent()) {
      return refused.get();
    }
    FlowState flow = state.flow().orElseThrow();
    Optional<String> path = Orders.path(flow, skip.node());
    if (path.isEmpty() || path.get().isEmpty()) {
      return unknown(state, skip.node());
    }
    if (flow.node(path.get()).filter(NodeState::isOver).isPresent()) {
      return Decision.reject(
          Reason.ALREADY_DONE, "node '" + path.get() + "' is over; what is done is not undone");
    }
    return Decision.accept(new NodeEvent.SkipRequested(path.get(), skip.reason(), skip.by()));
  }

  /// A node that failed, was cancelled or is at work can be done again; one that has completed has
  /// had its effect. What was taken back is done again from its start, whichever part of it is
  /// meant.
  static Decision redo(RunState state, RunInput.RedoNode redo) {
    if (state.flow().isEmpty()) {
      return refusal(state).orElseThrow();
    }
    boolean mayGoOn =
        !state.ended()
            || state.control().ending().filter(it -> it instanceof Ending.Failed).isPresent();
    if (!mayGoOn || (!state.ended() && state.control().ending().isPresent())) {
      return refusal(state).orElseThrow();
    }
    FlowState flow = state.flow().get();
    Optional<NodeState> node = Orders.path(flow, redo.node()).flatMap(flow::node);
    if (node.isEmpty() || node.get().path().isEmpty()) {
      return unknown(state, redo.node());
    }
    UndoScope wanted = new UndoScope(node.get().path());
    if (state.undoings().open().values().stream().anyMatch(it -> it.scope().meets(wanted))) {
      return Decision.reject(
          Reason.STALE,
          "what '" + node.get().path() + "' is a part of is being taken back; wait until it is");
    }
    Optional<UndoScope> undone = state.undoings().undone(wanted);
    if (undone.isPresent()) {
      return Decision.accept(
          new NodeEvent.RedoRequested(
              Orders.start(flow, undone.get().path()), redo.reason(), redo.by()));
    }
    return node.get().is(NodeStatus.COMPLETED)
        ? Decision.reject(
            Reason.ALREADY_DONE,
            "node '" + node.get().path() + "' has completed; what is done is not done again")
        : Decision.accept(new NodeEvent.RedoRequested(node.get().path(), redo.reason(), redo.by()));
  }

  static Decision insert(RunState state, RunInput.InsertStep insert) {
    Optional<Rejected> refused = refusal(state);
    if (refused.isPresent()) {
      return refused.get();
    }
    FlowState flow = state.flow().orElseThrow();
    Optional<String> after = Orders.path(flow, insert.after());
    if (after.isEmpty() || after.get().isEmpty()) {
      return unknown(state, insert.after());
    }
    return Orders.obstacle(flow, after.get(), insert.step())
        .map(why -> Decision.reject(Reason.INVALID, why))
        .orElseGet(() ->
            Decision.accept(
                new NodeEvent.StepInserted(
                    after.get(), insert.step(), insert.reason(), insert.by())));
  }

  private static Decision unknown(RunState state, String node) {
    return Decision.reject(
        Reason.NOT_FOUND,
        "run '"
            + state.spec().id()
            + "' has no node '"
            + node
            + "', or more than one; name its path");
  }
}
