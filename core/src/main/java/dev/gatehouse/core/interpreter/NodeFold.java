package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.event.NodeEvent.Spend;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.interpreter.FlowState.Skip;
import dev.gatehouse.core.interpreter.FlowState.Var;
import dev.gatehouse.core.interpreter.FlowState.Wish;
import dev.gatehouse.core.interpreter.NodeState.Rung;
import dev.gatehouse.core.interpreter.NodeState.Stage;
import dev.gatehouse.core.interpreter.NodeState.Tries;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Derives where a workflow run stands from the events of its run. Total, and as believing as the
/// fold of a run: an event about a node that is not there changes nothing.
public final class NodeFold {

  private NodeFold() {}

  /// {@return the state after one more event of the run}
  public static FlowState apply(FlowState before, Event event, Instant at) {
    FlowState flow = before.at(at);
    return switch (event) {
      case NodeEvent node -> node(flow, node);
      case RunEvent.ChildStarted began when began.attachment() == Attachment.NODE ->
          began(flow, began);
      case RunEvent.ChildEnded done ->
          done.report().map(report -> ended(flow, done, report)).orElse(flow);
      case ToolEvent.ToolCallRequested wish when wish.undoes().isPresent() -> flow;
      case ToolEvent.ToolCallRequested wish ->
          working(flow, wish.callId()).counting(flow.begun(), flow.calls() + 1);
      case ToolEvent.ToolCallFinished over ->
          reported(flow, over.callId(), outcome(over.outcome()));
      case FlowEvent.QuestionAsked asked when asked.node().isPresent() ->
          working(flow, asked.callId());
      case UndoEvent undo -> undone(flow, undo);
      case FlowEvent.TimerFired fired -> rang(flow, fired.timer());
      default -> flow;
    };
  }

  private static FlowState node(FlowState flow, NodeEvent event) {
    return switch (event) {
      case NodeEvent.NodeStarted started -> started(flow, started);
      case NodeEvent.NodeReported report -> reported(flow, report);
      case NodeEvent.NodeRetryPlanned plan -> retried(flow, plan);
      case NodeEvent.NodeFellBack fell ->
          flow.emptied(fell.path())
              .change(fell.path(), node -> node.fallingBack(fell.failure()))
              .due(fell.path());
      case NodeEvent.NodeFinished over -> finished(flow, over);
      case NodeEvent.NodeSkipped skipped -> skipped(flow, skipped);
      case NodeEvent.BranchTaken taken -> taken(flow, taken);
      case NodeEvent.ItemsListed listed ->
          flow.change(listed.path(), node -> node.on(new Course.Items(listed.items())))
              .due(listed.path());
      case NodeEvent.LoopIterated round -> iterated(flow, round);
      case NodeEvent.StateChanged change -> changed(flow, change);
      case NodeEvent.PlanMade plan -> planned(flow, plan);
      case NodeEvent.TaskClaimed claim -> claimed(flow, claim);
      case NodeEvent.RouteChosen route ->
          flow.node(route.path())
              .map(node -> new FlowState.Route(route.chosen(), node.tries().serial()))
              .map(chosen -> flow.with(flow.trail().choosing(route.path(), chosen)))
              .orElse(flow)
              .change(route.path(), node -> route.spend().map(node::spending).orElse(node));
      case NodeEvent.MessageSent sent ->
          flow.with(
              flow.mail()
                  .sending(
                      new FlowState.Letter(
                          sent.message(), sent.from(), sent.to(), sent.text(), sent.at())));
      case NodeEvent.SignalReceived signal ->
          waiting(flow, signal.name())
              .map(node ->
                  flow.change(node.path(), it -> it.at(brought(signal.payload()))).due(node.path()))
              .orElseGet(() -> flow.with(flow.mail().keeping(signal.name(), signal.payload())));
      case NodeEvent.SignalGiven given ->
          flow.with(
              flow.orders()
                  .hearing(given.work(), new Wish(given.target(), given.output(), given.reason())));
      case NodeEvent.FlowTerminated end ->
          flow.with(flow.orders().ending(new Wish(Optional.empty(), end.output(), end.reason())));
      case NodeEvent.SkipRequested skip ->
          flow.with(flow.orders().skipping(skip.path(), new Skip(skip.reason(), skip.by())))
              .due(skip.path());
      case NodeEvent.RedoRequested redo -> redone(flow, redo.path());
      case NodeEvent.StepInserted insert ->
          flow.with(flow.orders().inserting(insert.after(), insert.step()))
              .due(NodeState.parent(insert.after()).orElse(Layout.ROOT));
    };
  }

  /// A node fails once what it has the run take back is taken back.
  private static FlowState undone(FlowState flow, UndoEvent event) {
    return switch (event) {
      case UndoEvent.UndoBegan began when began.path().isPresent() && began.failure().isPresent() ->
          flow.change(
                  began.path().get(),
                  node ->
                      node.work().equals(began.undo())
                          ? node.at(new Stage.Undoing(began.failure().get()))
                          : node)
              .notDue(began.path().get());
      case UndoEvent.UndoEnded ended when ended.path().isPresent() -> undone(flow, ended);
      case UndoEvent.UndoBegan _,
          UndoEvent.EffectsFound _,
          UndoEvent.UndoStopped _,
          UndoEvent.UndoEnded _ ->
          flow;
    };
  }

  private static FlowState undone(FlowState flow, UndoEvent.UndoEnded ended) {
    Optional<NodeState> node =
        ended.path().flatMap(flow::node).filter(it -> it.work().equals(ended.undo()));
    if (node.isEmpty() || !(node.get().stage() instanceof Stage.Undoing(Failure failure))) {
      return flow;
    }
    Failure told =
        new Failure(
            failure.code(),
            failure.message() + "; " + ended.report().text(),
            failure.retryable(),
            failure.retryAfter(),
            failure.subCode());
    return flow.with(node.get().at(new Stage.Undone(told))).due(node.get().path());
  }

  private static FlowState changed(FlowState flow, NodeEvent.StateChanged change) {
    FlowState next =
        flow.withVar(
            FlowState.slot(change.holder(), change.key()),
            new Var(change.result(), change.version()));
    return change
        .write()
        .map(write -> next.with(next.trail().writing(change.by(), write)))
        .orElse(next);
  }

  private static FlowState started(FlowState flow, NodeEvent.NodeStarted started) {
    Tries tries = new Tries(started.attempt(), flow.begun() + 1);
    FlowState counted = flow.counting(tries.serial(), flow.calls());
    Optional<NodeState> known = flow.node(started.path());
    if (known.isPresent()) {
      Stage first = first(known.get().step());
      return entered(counted.with(known.get().again(tries, flow.now(), first)), started.path());
    }
    if (started.path().isEmpty()) {
      NodeState root =
          NodeState.begun(
              "", Layout.whole(flow.spec()), tries, flow.now(), new Stage.Within(), Map.of());
      return counted.with(root).due("");
    }
    String above = NodeState.parent(started.path()).orElseThrow();
    return flow.node(above)
        .flatMap(parent ->
            Layout.child(
                flow, parent, started.path().substring(started.path().lastIndexOf('/') + 1)))
        .map(found ->
            entered(
                counted
                    .with(
                        NodeState.begun(
                            started.path(),
                            found.step(),
                            tries,
                            flow.now(),
                            first(found.step()),
                            found.locals()))
                    .notDue(above),
                started.path()))
        .orElse(counted);
  }

  /// What a node begins with. A signal that came before it was waited for is taken at once.
  private static FlowState entered(FlowState flow, String path) {
    NodeState node = flow.nodes().get(path);
    if (node == null) {
      return flow;
    }
    if (node.step().node() instanceof Node.WaitNode(Node.For.Signal(String name, _))) {
      List<Json> kept = flow.mail().signals().getOrDefault(name, List.of());
      if (!kept.isEmpty()) {
        return flow.with(flow.mail().taking(name))
            .with(node.at(brought(kept.getFirst())))
            .due(path);
      }
    }
    boolean concludes =
        node.stage() instanceof Stage.Within || node.step().node() instanceof Node.TransformNode;
    return concludes ? flow.due(path) : flow.notDue(path);
  }

  private static Stage first(Step step) {
    return switch (step.node()) {
      case Node.AgentNode _,
          Node.ToolNode _,
          Node.HumanNode _,
          Node.WorkflowNode _,
          Node.TransformNode _,
          Node.SliceNode _ ->
          new Stage.Entering();
      case Node.WaitNode _ -> new Stage.Waiting();
      case Node.SequenceNode _,
          Node.ParallelNode _,
          Node.MapNode _,
          Node.LoopNode _,
          Node.BranchNode _,
          Node.ManagerNode _ ->
          new Stage.Within();
    };
  }

  private static Stage brought(Json value) {
    return new Stage.Reported(new NodeOutcome.Yielded(value));
  }

  private static FlowState began(FlowState flow, RunEvent.ChildStarted began) {
    FlowState next = working(flow, began.call());
    return flow.node(NodeState.pathOf(began.call()))
        .map(node -> next.with(next.trail().working(node.step().id(), began.child())))
        .orElse(next);
  }

  private static FlowState working(FlowState flow, String work) {
    return flow.change(
        NodeState.pathOf(work),
        node ->
            node.work().equals(work) && !node.isSettled() ? node.at(new Stage.Working()) : node);
  }

  private static FlowState reported(FlowState flow, NodeEvent.NodeReported report) {
    NodeOutcome outcome =
        report
            .failure()
            .<NodeOutcome>map(NodeOutcome.Broken::new)
            .orElseGet(() -> new NodeOutcome.Yielded(report.output().orElse(Json.NULL)));
    return flow.change(
            report.path(), node -> node.isSettled() ? node : node.at(new Stage.Reported(outcome)))
        .due(report.path());
  }

  private static FlowState reported(FlowState flow, String work, NodeOutcome outcome) {
    String path = NodeState.pathOf(work);
    boolean present =
        flow.node(path).filter(node -> node.work().equals(work) && !node.isSettled()).isPresent();
    return present
        ? flow.change(path, node -> node.at(new Stage.Reported(outcome))).due(path)
        : flow;
  }

  /// A run that worked for a node has ended. What it used counts for the node, and all above it,
  /// even when nobody waits for its result any more.
  private static FlowState ended(
      FlowState flow, RunEvent.ChildEnded done, RunEvent.ChildReport report) {
    String path = NodeState.pathOf(report.work());
    Spend spend = new Spend(done.usage(), done.cost());
    FlowState next = flow.change(path, node -> node.spending(spend));
    for (Optional<String> up = NodeState.parent(path);
        up.isPresent();
        up = NodeState.parent(up.get())) {
      next = next.change(up.get(), node -> node.spending(spend));
    }
    NodeOutcome outcome =
        report
            .failure()
            .<NodeOutcome>map(NodeOutcome.Broken::new)
            .orElseGet(() -> new NodeOutcome.Yielded(report.output().orElse(Json.NULL)));
    FlowState heard = reported(next, report.work(), outcome);
    return report
        .calls()
        .map(calls -> heard.change(path, node -> node.withLocal(NodeScope.CALLS, Json.of(calls))))
        .orElse(heard);
  }

  private static NodeOutcome outcome(ToolOutcome outcome) {
    return switch (outcome) {
      case ToolOutcome.Ok ok -> new NodeOutcome.Yielded(ok.value());
      case ToolOutcome.Failed failed -> new NodeOutcome.Broken(failed.failure());
    };
  }

  private static FlowState retried(FlowState flow, NodeEvent.NodeRetryPlanned plan) {
    return flow.emptied(plan.path())
        .change(plan.path(), node -> node.ringing(Rung.NOTHING).at(new Stage.Backoff(plan.at())))
        .notDue(plan.path());
  }

  private static FlowState finished(FlowState flow, NodeEvent.NodeFinished over) {
    FlowState next =
        flow.change(
                over.path(),
                node -> node.at(new Stage.Over(over.status(), over.output(), over.error())))
            .notDue(over.path());
    next = next.with(next.trail().forgetting(over.path()));
    FlowState told = NodeState.parent(over.path()).map(next::due).orElse(next);
    return forgetting(told, over.path());
  }

  /// What lies in an item that is over is not needed any more.
  private static FlowState forgetting(FlowState flow, String path) {
    boolean item =
        flow.node(NodeState.parent(path).orElse(""))
            .filter(parent -> parent.step().node() instanceof Node.MapNode)
            .isPresent();
    return item ? flow.emptied(path) : flow;
  }

  private static FlowState skipped(FlowState flow, NodeEvent.NodeSkipped skipped) {
    Stage over = new Stage.Over(NodeStatus.SKIPPED, Optional.empty(), Optional.empty());
    FlowState next = flow;
    if (flow.node(skipped.path()).isEmpty()) {
      String above = NodeState.parent(skipped.path()).orElse("");
      String key = skipped.path().substring(skipped.path().lastIndexOf('/') + 1);
      Optional<Layout.Found> found =
          flow.node(above).flatMap(parent -> Layout.child(flow, parent, key));
      if (found.isEmpty()) {
        return flow;
      }
      next =
          flow.with(
              NodeState.begun(
                  skipped.path(), found.get().step(), new Tries(0, 0), flow.now(), over, Map.of()));
    }
    FlowState done = next.change(skipped.path(), node -> node.at(over)).notDue(skipped.path());
    return NodeState.parent(skipped.path()).map(done::due).orElse(done);
  }

  private static FlowState taken(FlowState flow, NodeEvent.BranchTaken taken) {
    Optional<NodeState> node = flow.node(taken.path());
    if (node.isEmpty()) {
      return flow;
    }
    if (node.get().step().node() instanceof Node.BranchNode) {
      return flow.with(node.get().on(new Course.Way(taken.target()))).due(taken.path());
    }
    return node.get().step().options().signals().branch().stream()
        .filter(step -> step.id().equals(taken.target()))
        .findFirst()
        .map(step ->
            flow.with(flow.orders().choosing(taken.path(), step))
                .due(NodeState.parent(taken.path()).orElse(Layout.ROOT)))
        .orElse(flow);
  }

  private static FlowState iterated(FlowState flow, NodeEvent.LoopIterated round) {
    Optional<NodeState> node = flow.node(round.path());
    if (node.isEmpty()) {
      return flow;
    }
    NodeState loop = node.get();
    Course.Rounds old = loop.course() instanceof Course.Rounds rounds ? rounds : Course.Rounds.NONE;
    List<Course.Round> rounds = new ArrayList<>(old.rounds());
    String key = String.valueOf(round.iteration());
    Json output = flow.node(loop.child(key)).map(NodeState::output).orElse(Json.NULL);
    rounds.add(
        new Course.Round(
            output, round.score(), round.feedback(), NodeScope.calls(flow, loop.child(key))));
    FlowState next =
        flow.with(loop.on(new Course.Rounds(rounds, round.best(), round.reason())))
            .due(round.path());
    int before = round.iteration() - 1;
    return next.forgotten(loop.child(String.valueOf(before)))
        .forgotten(loop.child(Layout.critic(before)));
  }

  private static FlowState planned(FlowState flow, NodeEvent.PlanMade plan) {
    return flow.node(plan.path())
        .map(node -> {
          Course.Board board = PlanAdvance.board(node);
          FlowState next = flow;
          for (NodeState task : PlanAdvance.tasks(flow, node)) {
            next = Nodes.failed(task) ? next.forgotten(task.path()) : next;
          }
          return next.with(node.on(new Course.Board(plan.tasks(), plan.revision(), board.claims())))
              .due(plan.path());
        })
        .orElse(flow);
  }

  private static FlowState claimed(FlowState flow, NodeEvent.TaskClaimed claim) {
    return flow.change(
        claim.path(),
        node -> {
          Course.Board board = PlanAdvance.board(node);
          Map<String, String> claims = new LinkedHashMap<>(board.claims());
          claims.put(claim.task(), claim.agent());
          return node.on(new Course.Board(board.tasks(), board.revision(), claims));
        });
  }

  /// A node and what followed from it are done again: what lies in it and what came after it in its
  /// sequence is forgotten, and what it lies in goes on.
  private static FlowState redone(FlowState flow, String path) {
    FlowState next = flow;
    Optional<String> above = NodeState.parent(path);
    String child = path;
    while (above.isPresent()) {
      next = reopened(next, above.get(), child);
      child = above.get();
      above = NodeState.parent(child);
    }
    return next.forgotten(path);
  }

  private static FlowState reopened(FlowState flow, String path, String child) {
    Optional<NodeState> node = flow.node(path);
    if (node.isEmpty()) {
      return flow;
    }
    FlowState next = flow;
    if (node.get().step().node() instanceof Node.SequenceNode) {
      boolean later = false;
      for (Step step : Layout.steps(flow, node.get())) {
        String sibling = node.get().child(step.id());
        next = later ? next.forgotten(sibling) : next;
        later = later || sibling.equals(child);
      }
    }
    return next.change(path, it -> it.isOver() ? it.at(new Stage.Within()) : it).due(path);
  }

  private static FlowState rang(FlowState flow, ActionRef timer) {
    Optional<Clock> clock = Clock.of(timer);
    return clock
        .flatMap(it ->
            flow.node(it.path())
                .filter(node -> !node.isSettled() && it.serial() == node.tries().serial()))
        .map(node -> rang(flow, node, clock.get().kind()))
        .orElse(flow);
  }

  private static FlowState rang(FlowState flow, NodeState node, Clock.Kind kind) {
    NodeState next =
        switch (kind) {
          case BACKOFF -> node.at(new Stage.Again());
          case TIMEOUT -> node.ringing(Rung.TIMEOUT);
          case DEADLINE -> node.ringing(Rung.DEADLINE);
          case UNTIL ->
              node.at(
                  node.step().node() instanceof Node.WaitNode(Node.For.Signal(String name, _))
                      ? new Stage.Reported(
                          new NodeOutcome.Broken(
                              Failure.of(
                                  Failure.Code.TIMEOUT,
                                  "nobody gave signal '" + name + "' in time")))
                      : brought(Json.NULL));
          case EXPIRY -> node;
        };
    return flow.with(next).due(node.path());
  }

  private static Optional<NodeState> waiting(FlowState flow, String signal) {
    return flow.nodes().values().stream()
        .filter(node -> node.stage() instanceof Stage.Waiting)
        .filter(node ->
            node.step().node() instanceof Node.WaitNode(Node.For.Signal(String name, _))
                && name.equals(signal))
        .findFirst();
  }
}
