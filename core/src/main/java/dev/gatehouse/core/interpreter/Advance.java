package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.interpreter.FlowState.Skip;
import dev.gatehouse.core.interpreter.NodeState.Rung;
import dev.gatehouse.core.interpreter.NodeState.Stage;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Step.OnError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draws the conclusions of a workflow run: which node begins, what an attempt means, where a
/// sequence, a loop or a join goes on, when it is over.
///
/// Asked again after each conclusion until there is none. It looks only at the nodes that are due.
public final class Advance {

  private Advance() {}

  /// {@return what follows from the state by itself, empty when nothing does}
  public static List<Event> of(FlowState flow) {
    if (flow.root().isEmpty()) {
      return List.of(
          new NodeEvent.NodeStarted("", flow.spec().workflow().id(), 1, "steps", Optional.empty()));
    }
    if (flow.orders().end().isPresent() && !flow.root().get().isOver()) {
      return terminated(flow, flow.orders().end().get());
    }
    for (String path : flow.due()) {
      List<Event> events = flow.node(path).map(node -> at(flow, node)).orElse(List.of());
      if (!events.isEmpty()) {
        return events;
      }
    }
    return List.of();
  }

  private static List<Event> terminated(FlowState flow, FlowState.Wish wish) {
    List<Event> events = new ArrayList<>(cancelled(flow, "", "an agent has ended the workflow"));
    NodeOutcome outcome = new NodeOutcome.Yielded(wish.output().orElse(Json.NULL));
    events.add(Nodes.over(flow, flow.root().orElseThrow(), NodeStatus.COMPLETED, outcome));
    return events;
  }

  /// {@return the ends of all nodes that are still at work, from the innermost outwards}
  public static List<Event> ending(FlowState flow) {
    return flow.root()
        .filter(root -> !root.isOver())
        .map(root -> ending(flow, root, "the run ends"))
        .orElse(List.of());
  }

  private static List<Event> ending(FlowState flow, NodeState node, String why) {
    List<Event> events = new ArrayList<>(cancelled(flow, node.path(), why));
    events.add(Nodes.over(flow, node, NodeStatus.CANCELLED, new NodeOutcome.Broken(stopped(why))));
    return events;
  }

  private static List<Event> at(FlowState flow, NodeState node) {
    if (node.isOver()) {
      return List.of();
    }
    Optional<Skip> skip = Optional.ofNullable(flow.orders().skips().get(node.path()));
    if (skip.isPresent()) {
      List<Event> events = new ArrayList<>(cancelled(flow, node.path(), "the node is skipped"));
      events.add(
          new NodeEvent.NodeSkipped(
              node.path(), node.step().id(), skip.get().reason(), skip.get().by(), node.attempt()));
      return events;
    }
    if (node.times().rung() == Rung.TIMEOUT && !isJudged(node) && !isUndoing(flow, node)) {
      return done(flow, node, late(node));
    }
    return switch (node.stage()) {
      case Stage.Reported(NodeOutcome outcome) -> done(flow, node, outcome);
      case Stage.Again _ ->
          List.of(Nodes.started(node.path(), node.step(), node.tries().attempt() + 1));
      case Stage.Within _ -> within(flow, node);
      case Stage.Entering _ ->
          node.step().node() instanceof Node.TransformNode transform
              ? Transforms.of(flow, node, transform)
              : List.of();
      case Stage.Undone(Failure failure) ->
          List.of(Nodes.over(flow, node, NodeStatus.FAILED, new NodeOutcome.Broken(failure)));
      case Stage.Working _, Stage.Waiting _, Stage.Backoff _, Stage.Undoing _, Stage.Over _ ->
          List.of();
    };
  }

  /// {@return whether no time limit changes any more what becomes of an attempt}
  private static boolean isJudged(NodeState node) {
    return node.isSettled() || node.stage() instanceof Stage.Reported;
  }

  /// {@return whether something in it is being taken back, which no time limit cuts off}
  private static boolean isUndoing(FlowState flow, NodeState node) {
    return flow.below(node.path()).stream().anyMatch(it -> it.stage() instanceof Stage.Undoing);
  }

  private static List<Event> within(FlowState flow, NodeState node) {
    if (node.fallback().isPresent()) {
      return fallback(flow, node);
    }
    Move move =
        switch (node.step().node()) {
          case Node.SequenceNode _ -> SequenceAdvance.of(flow, node);
          case Node.ParallelNode parallel -> JoinAdvance.of(flow, node, parallel);
          case Node.MapNode map -> MapAdvance.of(flow, node, map);
          case Node.LoopNode loop -> LoopAdvance.of(flow, node, loop);
          case Node.BranchNode branch -> BranchAdvance.of(flow, node, branch);
          case Node.ManagerNode manager -> PlanAdvance.of(flow, node, manager);
          case Node.AgentNode _,
              Node.ToolNode _,
              Node.HumanNode _,
              Node.WorkflowNode _,
              Node.WaitNode _,
              Node.TransformNode _,
              Node.SliceNode _ ->
              Move.WAIT;
        };
    return switch (move) {
      case Move.On(List<Event> events) -> bounded(flow, node, events);
      case Move.Done(NodeOutcome outcome) -> done(flow, node, outcome);
    };
  }

  /// A run that never ends by itself ends here.
  private static List<Event> bounded(FlowState flow, NodeState node, List<Event> events) {
    if (flow.begun() + events.size() <= FlowState.MAX_BEGUN) {
      return events;
    }
    return done(
        flow,
        node,
        new NodeOutcome.Broken(
            Failure.of(
                    Failure.Code.AGENT_ERROR,
                    "the run has begun " + FlowState.MAX_BEGUN + " nodes, the most it may")
                .withSubCode("too_many_nodes")));
  }

  private static List<Event> fallback(FlowState flow, NodeState node) {
    String path = node.child(Layout.FALLBACK);
    Optional<NodeState> child = flow.node(path);
    if (child.isEmpty()) {
      return node.step().options().onError() instanceof OnError.Fallback(var step)
          ? List.of(Nodes.started(path, step, 1))
          : List.of();
    }
    if (!child.get().isOver()) {
      return List.of();
    }
    NodeOutcome outcome = Nodes.outcome(child.get());
    return List.of(
        Nodes.over(
            flow,
            node,
            outcome instanceof NodeOutcome.Yielded ? NodeStatus.COMPLETED : NodeStatus.FAILED,
            outcome));
  }

  /// What an outcome means for a node: its end, another attempt, another step in its place.
  private static List<Event> done(FlowState flow, NodeState node, NodeOutcome outcome) {
    List<Event> events = new ArrayList<>(cancelled(flow, node.path(), "its result is not needed"));
    switch (outcome) {
      case NodeOutcome.Yielded(Json output) when node.step().node() instanceof Node.SliceNode -> {
        events.addAll(Slices.changes(flow, node, output));
        events.add(Nodes.over(flow, node, NodeStatus.COMPLETED, Slices.items(output)));
      }
      case NodeOutcome.Yielded _ -> {
        events.add(Nodes.over(flow, node, NodeStatus.COMPLETED, outcome));
        events.addAll(Wishes.of(flow, node));
      }
      case NodeOutcome.Broken(Failure failure) -> events.addAll(failed(flow, node, failure));
    }
    return events;
  }

  private static List<Event> failed(FlowState flow, NodeState node, Failure failure) {
    if (node.path().isEmpty()) {
      return List.of(Nodes.over(flow, node, NodeStatus.FAILED, new NodeOutcome.Broken(failure)));
    }
    Optional<NodeOutcome> rescued = LoopAdvance.rescue(node, failure);
    if (rescued.isPresent()) {
      return List.of(Nodes.over(flow, node, NodeStatus.COMPLETED, rescued.get()));
    }
    Optional<Duration> wait = Nodes.backoff(node, failure);
    if (wait.isPresent()) {
      return List.of(
          new NodeEvent.NodeRetryPlanned(
              node.path(), node.tries().attempt() + 1, failure, flow.now().plus(wait.get())));
    }
    return switch (node.step().options().onError()) {
      case OnError.Fail _ ->
          List.of(Nodes.over(flow, node, NodeStatus.FAILED, new NodeOutcome.Broken(failure)));
      case OnError.Skip _ ->
          List.of(Nodes.over(flow, node, NodeStatus.SKIPPED, new NodeOutcome.Broken(failure)));
      case OnError.Fallback _ -> List.of(new NodeEvent.NodeFellBack(node.path(), failure));
      case OnError.Compensate _ ->
          List.of(
              new UndoEvent.UndoBegan(
                  node.work(),
                  Layout.sequence(flow, node),
                  Optional.of(node.path()),
                  node.attempt(),
                  Optional.of(failure),
                  "workflow"));
    };
  }

  private static NodeOutcome late(NodeState node) {
    return new NodeOutcome.Broken(
        Failure.of(
            Failure.Code.TIMEOUT,
            "step '"
                + node.step().id()
                + "' was not done within "
                + Nodes.text(node.step().options().timeout().orElse(Duration.ZERO))));
  }

  /// The ends of the nodes at work in a node, from the innermost outwards.
  static List<Event> cancelled(FlowState flow, String path, String why) {
    List<Event> events = new ArrayList<>();
    flow.below(path).reversed().stream()
        .filter(node -> !node.isOver())
        .sorted(java.util.Comparator.comparingInt((NodeState node) -> depth(node)).reversed())
        .forEach(node ->
            events.add(
                Nodes.over(
                    flow, node, NodeStatus.CANCELLED, new NodeOutcome.Broken(stopped(why)))));
    return events;
  }

  private static int depth(NodeState node) {
    return (int) node.path().chars().filter(it -> it == '/').count();
  }

  private static Failure stopped(String why) {
    return Failure.of(Failure.Code.CANCELLED, why);
  }
}
