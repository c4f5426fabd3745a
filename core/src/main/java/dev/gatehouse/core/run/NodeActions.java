package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Phase;
import java.util.Optional;

/// What the events of nodes mean for the run they belong to: actions that are over, and its end.
final class NodeActions {

  private NodeActions() {}

  static RunState apply(RunState state, NodeEvent event) {
    return switch (event) {
      case NodeEvent.NodeReported report -> begun(state, report.path());
      case NodeEvent.NodeFinished over when over.path().isEmpty() -> ended(state, over);
      case NodeEvent.NodeStarted began -> state.with(state.undoings().beginning(began.path()));
      case NodeEvent.RedoRequested redo -> redone(state, redo.path());
      default -> state;
    };
  }

  private static RunState begun(RunState state, String path) {
    Optional<NodeState> node = state.flow().flatMap(flow -> flow.node(path));
    return node.map(it -> OpenActions.close(state, Desired.ref(it))).orElse(state);
  }

  private static RunState ended(RunState state, NodeEvent.NodeFinished over) {
    if (over.status() == NodeStatus.CANCELLED) {
      return state;
    }
    Ending ending =
        over.status() == NodeStatus.FAILED
            ? new Ending.Failed(
                over.error()
                    .orElseGet(() -> Failure.of(Failure.Code.INTERNAL, "the workflow failed")),
                Optional.empty())
            : new Ending.Completed(StopReason.END_TURN);
    return state.with(state.control().ending(ending));
  }

  private static RunState redone(RunState state, String path) {
    RunState next = state.with(state.undoings().redoing(path));
    return state.ended() ? reopened(next) : next;
  }

  /// A run whose node is done again goes on, under the limits it had.
  private static RunState reopened(RunState state) {
    RunState.Control old = state.control();
    return state.with(
        new RunState.Control(
            Phase.RUNNING,
            Optional.empty(),
            old.limits(),
            old.since(),
            old.resumptions() + 1,
            RunState.Hold.FREE));
  }
}
