package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.event.NodeEvent.Task;
import dev.gatehouse.core.interpreter.Course.Board;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.Synthesis;
import dev.gatehouse.core.workflow.Node.Who;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A manager's plan is made, its tasks are claimed and done, and what they bring is joined.
///
/// A plan that is invalid goes back to the manager once. When a task fails, those at work are done
/// first; then the manager plans anew what is left, as often as it may.
final class PlanAdvance {

  private PlanAdvance() {}

  static Move of(FlowState flow, NodeState node, ManagerNode manager) {
    Board board = board(node);
    int revision = board.revision() + 1;
    if (board.revision() == 0) {
      return planning(flow, node, manager, revision);
    }
    List<NodeState> live = Nodes.live(tasks(flow, node));
    Optional<NodeState> failed =
        tasks(flow, node).stream().filter(it -> stands(it, board)).findFirst();
    if (failed.isPresent()) {
      if (!live.isEmpty()) {
        return Move.WAIT;
      }
      return revision - 1 <= manager.maxReplans()
          ? planning(flow, node, manager, revision)
          : Move.broken(failure(node, failed.get()));
    }
    List<Event> claims = claims(flow, node, manager, board, live);
    if (!claims.isEmpty()) {
      return new Move.On(claims);
    }
    if (!live.isEmpty() || !isDone(flow, node, board)) {
      return live.isEmpty() ? Move.broken(stuck(node)) : Move.WAIT;
    }
    return synthesis(flow, node, manager);
  }

  private static boolean stands(NodeState task, Board board) {
    return Nodes.failed(task)
        && board.tasks().stream().anyMatch(it -> it.id().equals(Layout.taskOf(task.key())));
  }

  private static Move planning(FlowState flow, NodeState node, ManagerNode manager, int revision) {
    Optional<NodeState> plan = flow.node(node.child(Layout.plan(revision)));
    if (plan.isEmpty()) {
      return Move.on(Nodes.begin(flow, node, Layout.plan(revision)));
    }
    if (!plan.get().isOver()) {
      return Move.WAIT;
    }
    if (Nodes.failed(plan.get())) {
      return Move.broken(Nodes.failure(plan.get()));
    }
    Plans.Plan made = read(flow, node, manager, plan.get().output());
    if (made.findings().isEmpty()) {
      return Move.on(new NodeEvent.PlanMade(node.path(), made.tasks(), revision, node.attempt()));
    }
    Optional<NodeState> repair = flow.node(node.child(Layout.repair(revision)));
    if (repair.isEmpty()) {
      return Move.on(Nodes.begin(flow, node, Layout.repair(revision)));
    }
    if (!repair.get().isOver()) {
      return Move.WAIT;
    }
    if (Nodes.failed(repair.get())) {
      return Move.broken(Nodes.failure(repair.get()));
    }
    Plans.Plan mended = read(flow, node, manager, repair.get().output());
    return mended.findings().isEmpty()
        ? Move.on(new NodeEvent.PlanMade(node.path(), mended.tasks(), revision, node.attempt()))
        : Move.broken(
            Failure.of(
                    Failure.Code.OUTPUT_INVALID,
                    "the plan of '"
                        + manager.agent()
                        + "' is invalid, also after a repair: "
                        + String.join("; ", mended.findings()))
                .withSubCode("invalid_plan"));
  }

  static Plans.Plan read(FlowState flow, NodeState node, ManagerNode manager, Json answer) {
    return Plans.read(answer, manager, flow.spec().crew(), done(flow, node).keySet());
  }

  /// {@return the outputs of the tasks that are done, by id}
  static Map<String, Json> done(FlowState flow, NodeState node) {
    Map<String, Json> outputs = new java.util.LinkedHashMap<>();
    tasks(flow, node).stream()
        .filter(task -> task.is(NodeStatus.COMPLETED) || task.is(NodeStatus.SKIPPED))
        .forEach(task -> outputs.put(Layout.taskOf(task.key()), task.output()));
    return outputs;
  }

  static List<NodeState> tasks(FlowState flow, NodeState node) {
    return flow.children(node.path()).stream().filter(child -> Layout.isTask(child.key())).toList();
  }

  static Board board(NodeState node) {
    return node.course() instanceof Board board ? board : Board.NONE;
  }

  private static List<Event> claims(
      FlowState flow, NodeState node, ManagerNode manager, Board board, List<NodeState> live) {
    Map<String, Integer> busy = new HashMap<>();
    live.forEach(task ->
        busy.merge(board.claims().getOrDefault(Layout.taskOf(task.key()), ""), 1, Integer::sum));
    Set<String> done = done(flow, node).keySet();
    List<Event> events = new ArrayList<>();
    List<Task> ready =
        board.tasks().stream()
            .filter(task -> flow.node(node.child(Layout.task(task.id()))).isEmpty())
            .filter(task -> done.containsAll(task.dependsOn()))
            .sorted(Comparator.comparingInt(Task::priority).reversed())
            .toList();
    for (Task task : ready) {
      Optional<String> worker = free(manager, task, flow.spec().crew(), busy);
      if (worker.isPresent()) {
        busy.merge(worker.get(), 1, Integer::sum);
        events.add(new NodeEvent.TaskClaimed(node.path(), task.id(), worker.get(), node.attempt()));
        String path = node.child(Layout.task(task.id()));
        events.add(
            new NodeEvent.NodeStarted(
                path, Layout.task(task.id()), 1, "agent", named(manager, worker.get())));
      }
    }
    return events;
  }

  private static Optional<String> named(ManagerNode manager, String label) {
    return manager.workers().stream()
        .filter(worker -> worker instanceof Who.Named(String agent) && agent.equals(label))
        .map(_ -> label)
        .findFirst();
  }

  private static Optional<String> free(
      ManagerNode manager, Task task, Map<String, List<String>> crew, Map<String, Integer> busy) {
    Map<String, Integer> places = new HashMap<>();
    manager.workers().forEach(worker -> places.merge(Plans.label(worker), 1, Integer::sum));
    return manager.workers().stream()
        .filter(worker -> Plans.fits(worker, task, crew))
        .map(Plans::label)
        .filter(label -> busy.getOrDefault(label, 0) < places.getOrDefault(label, 0))
        .findFirst();
  }

  private static boolean isDone(FlowState flow, NodeState node, Board board) {
    Set<String> done = new HashSet<>(done(flow, node).keySet());
    return board.tasks().stream().allMatch(task -> done.contains(task.id()));
  }

  private static Move synthesis(FlowState flow, NodeState node, ManagerNode manager) {
    if (manager.synthesis() == Synthesis.NONE) {
      return Move.yielding(new Json.Obj(done(flow, node)));
    }
    Optional<NodeState> child = flow.node(node.child(Layout.SYNTHESIS));
    if (child.isEmpty()) {
      return Move.on(Nodes.begin(flow, node, Layout.SYNTHESIS));
    }
    return child.get().isOver() ? new Move.Done(Nodes.outcome(child.get())) : Move.WAIT;
  }

  private static Failure failure(NodeState node, NodeState task) {
    Failure cause =
        task.error().orElseGet(() -> Failure.of(Failure.Code.CANCELLED, "it was cancelled"));
    return new Failure(
        cause.code(),
        "task '"
            + Layout.taskOf(task.key())
            + "' of '"
            + node.step().id()
            + "': "
            + cause.message(),
        cause.retryable(),
        cause.retryAfter(),
        cause.subCode());
  }

  private static Failure stuck(NodeState node) {
    return Failure.of(
        Failure.Code.INTERNAL, "no task of '" + node.step().id() + "' can be done any more");
  }
}
