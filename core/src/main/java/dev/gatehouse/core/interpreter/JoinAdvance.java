package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.interpreter.NodeState.Rung;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.Aggregate;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Steps side by side, until their join is satisfied. Those that are at work then are cancelled.
final class JoinAdvance {

  private JoinAdvance() {}

  static Move of(FlowState flow, NodeState node, ParallelNode parallel) {
    List<NodeState> branches = branches(flow, node, parallel);
    if (branches.size() < parallel.branches().size()) {
      List<Event> starts = new ArrayList<>();
      parallel.branches().stream()
          .filter(step -> flow.node(node.child(step.id())).isEmpty())
          .forEach(step -> starts.add(Nodes.begin(flow, node, step.id())));
      return new Move.On(starts);
    }
    boolean late = node.times().rung() == Rung.DEADLINE;
    List<NodeState> live = Nodes.live(branches);
    List<NodeState> good =
        branches.stream().filter(branch -> branch.is(NodeStatus.COMPLETED)).toList();
    boolean ended = live.isEmpty() || late;
    return switch (parallel.join()) {
      case Join.All join -> {
        Optional<NodeState> bad = branches.stream().filter(Nodes::failed).findFirst();
        if (!ended) {
          yield Move.WAIT;
        }
        yield bad.isPresent()
            ? Move.broken(Nodes.failure(bad.get()))
            : live.isEmpty()
                ? aggregated(flow, node, parallel, outputs(branches))
                : Move.broken(late(node, join, good, branches));
      }
      case Join.Quorum join ->
          good.size() >= join.k()
              ? aggregated(flow, node, parallel, outputs(good))
              : good.size() + (late ? 0 : live.size()) < join.k()
                  ? Move.broken(missed(node, join, good, branches))
                  : Move.WAIT;
      case Join.First join ->
          good.isEmpty()
              ? ended ? Move.broken(missed(node, join, good, branches)) : Move.WAIT
              : aggregated(flow, node, parallel, good.getFirst().output());
      case Join.Best join ->
          !ended
              ? Move.WAIT
              : good.isEmpty()
                  ? Move.broken(missed(node, join, good, branches))
                  : judged(flow, node, parallel, good);
      case Join.Partial join ->
          !ended
              ? Move.WAIT
              : good.isEmpty()
                  ? Move.broken(missed(node, join, good, branches))
                  : aggregated(flow, node, parallel, outputs(good));
    };
  }

  private static List<NodeState> branches(FlowState flow, NodeState node, ParallelNode parallel) {
    return parallel.branches().stream()
        .flatMap(step -> flow.node(node.child(step.id())).stream())
        .toList();
  }

  private static Move judged(
      FlowState flow, NodeState node, ParallelNode parallel, List<NodeState> good) {
    if (good.size() == 1) {
      return aggregated(flow, node, parallel, good.getFirst().output());
    }
    Optional<NodeState> judge = flow.node(node.child(Layout.JUDGE));
    if (judge.isEmpty()) {
      List<Event> events = new ArrayList<>(lost(flow, node, parallel));
      events.add(Nodes.begin(flow, node, Layout.JUDGE));
      return new Move.On(events);
    }
    if (!judge.get().isOver()) {
      return Move.WAIT;
    }
    if (Nodes.failed(judge.get())) {
      return Move.broken(Nodes.failure(judge.get()));
    }
    String best = judge.get().output().at("best").flatMap(Json::text).orElse("");
    return good.stream()
        .filter(branch -> branch.step().id().equals(best))
        .findFirst()
        .map(branch -> aggregated(flow, node, parallel, branch.output()))
        .orElseGet(() ->
            Move.broken(
                Failure.of(
                    Failure.Code.OUTPUT_INVALID,
                    "the judge of '"
                        + node.step().id()
                        + "' chose '"
                        + best
                        + "', which is none of the branches that succeeded")));
  }

  private static Move aggregated(
      FlowState flow, NodeState node, ParallelNode parallel, Json outputs) {
    if (parallel.aggregate().isEmpty()) {
      return Move.yielding(outputs);
    }
    return switch (parallel.aggregate().get()) {
      case Aggregate.ByTemplate by ->
          Move.yielding(by.template().value(NodeScope.of(flow, node.path(), "outputs", outputs)));
      case Aggregate.ByMerge by -> Move.yielding(merged(by.rule(), outputs));
      case Aggregate.ByAgent _ -> {
        Optional<NodeState> child = flow.node(node.child(Layout.AGGREGATE));
        if (child.isEmpty()) {
          List<Event> events = new ArrayList<>(lost(flow, node, parallel));
          events.add(Nodes.begin(flow, node, Layout.AGGREGATE));
          yield new Move.On(events);
        }
        yield child.get().isOver() ? new Move.Done(Nodes.outcome(child.get())) : Move.WAIT;
      }
    };
  }

  /// Those that are still at work when somebody looks at what the others have brought.
  private static List<Event> lost(FlowState flow, NodeState node, ParallelNode parallel) {
    List<Event> events = new ArrayList<>();
    for (NodeState branch : Nodes.live(branches(flow, node, parallel))) {
      events.addAll(Advance.cancelled(flow, branch.path(), "the join is satisfied"));
      events.add(
          Nodes.over(
              flow,
              branch,
              NodeStatus.CANCELLED,
              new NodeOutcome.Broken(Failure.of(Failure.Code.CANCELLED, "the join is satisfied"))));
    }
    return events;
  }

  private static Json merged(String rule, Json outputs) {
    MergeRule merge = MergeRule.named(rule).orElse(MergeRule.APPEND);
    Json all = Json.NULL;
    if (outputs instanceof Json.Obj(var members)) {
      for (Json value : members.values()) {
        all = merge.merge(all, value);
      }
      return all;
    }
    return merge.merge(all, outputs);
  }

  /// {@return the outputs of those that succeeded, by id}
  static Json outputs(List<NodeState> branches) {
    Json.ObjBuilder all = Json.object();
    branches.forEach(branch -> all.put(branch.step().id(), branch.output()));
    return all.build();
  }

  private static Failure late(
      NodeState node, Join join, List<NodeState> good, List<NodeState> all) {
    return Failure.of(
        Failure.Code.TIMEOUT,
        "only "
            + good.size()
            + " of the "
            + all.size()
            + " branches of '"
            + node.step().id()
            + "' were done within "
            + Nodes.text(join.deadline().orElse(java.time.Duration.ZERO)));
  }

  private static Failure missed(
      NodeState node, Join join, List<NodeState> good, List<NodeState> all) {
    if (node.times().rung() == Rung.DEADLINE) {
      return late(node, join, good, all);
    }
    Optional<NodeState> bad = all.stream().filter(Nodes::failed).findFirst();
    String why = bad.map(it -> "; the first to fail was " + Nodes.failure(it).message()).orElse("");
    return Failure.of(
        Failure.Code.AGENT_ERROR,
        "too few branches of '"
            + node.step().id()
            + "' succeeded: "
            + good.size()
            + " of "
            + all.size()
            + why);
  }
}
