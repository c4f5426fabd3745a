package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.interpreter.NodeState.Stage;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.workflow.Node;
import java.time.Instant;
import java.util.Optional;

/// A node that waits for somebody's word or for time to pass.
///
/// @param attempt the attempt that waits, or that follows the pause
/// @param reason `question`, `signal` or `timer`
/// @param until when the wait ends at the latest
public record NodeWait(String path, int attempt, String reason, Optional<Instant> until) {

  private static final String TIMER = "timer";

  /// {@return the wait that an action is there for; empty when it only limits one, or when its node
  /// waits no longer}
  public static Optional<NodeWait> of(FlowState flow, ActionRef ref) {
    return node(flow, ref).flatMap(node -> of(node, ref));
  }

  /// {@return whether the node that waited with an action goes on: what it waited for is there, or
  /// its time is up}
  public static boolean isOver(FlowState flow, ActionRef ref) {
    return node(flow, ref).filter(node -> !node.isOver() && of(node, ref).isEmpty()).isPresent();
  }

  /// {@return whether an action is the pause before the next attempt of a node}
  public static boolean isPause(FlowState flow, ActionRef ref) {
    return node(flow, ref).filter(node -> node.stage() instanceof Stage.Backoff).isPresent();
  }

  private static Optional<NodeState> node(FlowState flow, ActionRef ref) {
    return Clock.path(ref)
        .flatMap(flow::node)
        .filter(node -> node.tries().serial() == ref.attempt());
  }

  private static Optional<NodeWait> of(NodeState node, ActionRef ref) {
    return switch (node.stage()) {
      case Stage.Backoff(Instant at) when ref.equals(Clock.of(node, Clock.Kind.BACKOFF).ref()) ->
          Optional.of(
              new NodeWait(node.path(), node.tries().attempt() + 1, TIMER, Optional.of(at)));
      case Stage.Working _
          when node.step().node() instanceof Node.HumanNode human
              && ref.equals(Desired.answer(node)) ->
          Optional.of(waiting(node, "question", human.expires().map(node.times().since()::plus)));
      case Stage.Waiting _ when node.step().node() instanceof Node.WaitNode(Node.For what) ->
          waiting(node, what, ref);
      default -> Optional.empty();
    };
  }

  private static Optional<NodeWait> waiting(NodeState node, Node.For what, ActionRef ref) {
    Instant since = node.times().since();
    return switch (what) {
      case Node.For.Time(var time) when ref.equals(Clock.of(node, Clock.Kind.UNTIL).ref()) ->
          Optional.of(waiting(node, TIMER, Optional.of(since.plus(time))));
      case Node.For.Signal(String _, var patience) when ref.equals(Desired.answer(node)) ->
          Optional.of(waiting(node, "signal", patience.map(since::plus)));
      case Node.For.Time _, Node.For.Signal _ -> Optional.empty();
    };
  }

  private static NodeWait waiting(NodeState node, String reason, Optional<Instant> until) {
    return new NodeWait(node.path(), node.tries().attempt(), reason, until);
  }
}
