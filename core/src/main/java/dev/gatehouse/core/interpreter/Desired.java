package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.interpreter.NodeState.Rung;
import dev.gatehouse.core.interpreter.NodeState.Stage;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.workflow.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says what should be in flight for the nodes of a workflow run, beside the tool calls they have
/// made.
public final class Desired {

  private static final String PREFIX = "node.";

  private Desired() {}

  /// {@return the actions that should be in flight}
  public static List<Action> of(FlowState flow) {
    List<Action> wanted = new ArrayList<>();
    for (NodeState node : flow.nodes().values()) {
      if (!node.isOver()) {
        add(flow, node, wanted);
      }
    }
    return wanted;
  }

  private static void add(FlowState flow, NodeState node, List<Action> wanted) {
    switch (node.stage()) {
      case Stage.Entering _ -> errand(flow, node).ifPresent(wanted::add);
      case Stage.Working _ -> {
        if (worksElsewhere(node)) {
          errand(flow, node).ifPresent(wanted::add);
        }
        if (node.step().node() instanceof Node.HumanNode human) {
          wanted.add(new Action.Await(answer(node), "question"));
          human
              .expires()
              .ifPresent(time -> wanted.add(wake(node, Clock.Kind.EXPIRY, since(node, time))));
        }
      }
      case Stage.Waiting _ -> wait(node, wanted);
      case Stage.Backoff(Instant at) -> wanted.add(wake(node, Clock.Kind.BACKOFF, at));
      case Stage.Within _ -> deadline(node, wanted);
      case Stage.Reported _, Stage.Again _, Stage.Undoing _, Stage.Undone _, Stage.Over _ -> {}
    }
    boolean timed =
        !(node.stage() instanceof Stage.Backoff)
            && !(node.stage() instanceof Stage.Undoing)
            && node.times().rung() != Rung.TIMEOUT
            && node.fallback().isEmpty();
    node.step()
        .options()
        .timeout()
        .filter(_ -> timed)
        .ifPresent(time -> wanted.add(wake(node, Clock.Kind.TIMEOUT, since(node, time))));
  }

  /// {@return whether another run does what the node is there for}
  private static boolean worksElsewhere(NodeState node) {
    return switch (node.step().node()) {
      case Node.AgentNode _, Node.WorkflowNode _, Node.SliceNode _ -> true;
      default -> false;
    };
  }

  private static void wait(NodeState node, List<Action> wanted) {
    if (!(node.step().node() instanceof Node.WaitNode(Node.For what))) {
      return;
    }
    switch (what) {
      case Node.For.Time(Duration time) ->
          wanted.add(wake(node, Clock.Kind.UNTIL, since(node, time)));
      case Node.For.Signal(String _, Optional<Duration> timeout) -> {
        wanted.add(new Action.Await(answer(node), "signal"));
        timeout.ifPresent(time -> wanted.add(wake(node, Clock.Kind.UNTIL, since(node, time))));
      }
    }
  }

  private static void deadline(NodeState node, List<Action> wanted) {
    if (node.step().node() instanceof Node.ParallelNode parallel
        && node.times().rung() == Rung.NOTHING
        && node.fallback().isEmpty()) {
      parallel
          .join()
          .deadline()
          .ifPresent(time -> wanted.add(wake(node, Clock.Kind.DEADLINE, since(node, time))));
    }
  }

  private static Instant since(NodeState node, Duration time) {
    return node.times().since().plus(time);
  }

  private static Action wake(NodeState node, Clock.Kind kind, Instant at) {
    return new Action.Wake(Clock.of(node, kind).ref(), at);
  }

  /// {@return the wait of a node for somebody's word}
  static ActionRef answer(NodeState node) {
    return new ActionRef("wait." + PREFIX + node.path() + ".answer", node.tries().serial());
  }

  /// {@return the action that begins a node}
  public static ActionRef ref(NodeState node) {
    return new ActionRef(PREFIX + node.path(), node.tries().serial());
  }

  /// {@return whether an action begins a node}
  public static boolean begins(ActionRef ref) {
    return ref.id().startsWith(PREFIX);
  }

  /// {@return the action that begins a beginning of a node}
  public static ActionRef ref(String work) {
    return new ActionRef(PREFIX + NodeState.pathOf(work), NodeState.serialOf(work));
  }

  /// {@return the path of the node that an action begins}
  public static Optional<String> path(ActionRef ref) {
    return begins(ref) ? Optional.of(ref.id().substring(PREFIX.length())) : Optional.empty();
  }

  /// {@return the node that an action begins, when that beginning of it still counts}
  public static Optional<NodeState> node(FlowState flow, ActionRef ref) {
    return begins(ref)
        ? flow.node(ref.id().substring(PREFIX.length())).filter(node -> ref(node).equals(ref))
        : Optional.empty();
  }

  /// {@return the beginning of a node whose question expires with a timer}
  public static Optional<String> expiring(FlowState flow, ActionRef timer) {
    return Clock.of(timer)
        .filter(clock -> clock.kind() == Clock.Kind.EXPIRY)
        .flatMap(clock -> flow.node(clock.path()))
        .filter(node -> Clock.of(node, Clock.Kind.EXPIRY).ref().equals(timer))
        .map(NodeState::work);
  }

  private static Optional<Action> errand(FlowState flow, NodeState node) {
    return Errands.of(flow, node)
        .map(errand -> new Action.StartNode(ref(node), node.path(), errand));
  }

  /// {@return the action a reference stands for; empty when its node is gone}
  public static Optional<Action> rebuild(FlowState flow, ActionRef ref) {
    if (begins(ref)) {
      return node(flow, ref).flatMap(node -> errand(flow, node));
    }
    List<Action> wanted = new ArrayList<>();
    flow.nodes().values().stream()
        .filter(node -> !node.isOver())
        .forEach(node -> add(flow, node, wanted));
    return wanted.stream().filter(action -> action.ref().equals(ref)).findFirst();
  }
}
