package dev.gatehouse.core.inquiry;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

/// What the nodes of a workflow explain: routes, retries, branches, ends of loops, orders of
/// people.
final class NodeReasons {

  /// The node that holds all others has no name.
  private static final String WHOLE = "the workflow";

  private NodeReasons() {}

  static Optional<Fact> of(Happened happened, Event event) {
    return event instanceof NodeEvent node ? of(happened, node) : Optional.empty();
  }

  private static Optional<Fact> of(Happened happened, NodeEvent event) {
    return switch (event) {
      case NodeEvent.RouteChosen route -> Optional.of(route(happened, route));
      case NodeEvent.BranchTaken taken ->
          fact(
              happened,
              "branch_taken",
              taken.path(),
              "'" + taken.target() + "': " + taken.because());
      case NodeEvent.NodeRetryPlanned plan ->
          fact(happened, "node_retry_planned", plan.path(), reason(plan.failure()));
      case NodeEvent.NodeFellBack fell ->
          fact(happened, "node_fell_back", fell.path(), reason(fell.failure()));
      case NodeEvent.NodeSkipped skipped ->
          fact(
              happened,
              "node_skipped",
              skipped.path(),
              "'" + skipped.by() + "' skipped it: " + skipped.reason());
      case NodeEvent.NodeFinished over when over.status() != NodeStatus.COMPLETED ->
          fact(
              happened,
              "node_" + over.status().wire(),
              over.path(),
              over.error().map(NodeReasons::reason).orElse("it is " + over.status().wire()));
      case NodeEvent.LoopIterated round ->
          round
              .reason()
              .map(
                  reason -> Fact.of(happened, "loop_ended", round.path(), "it ended by " + reason));
      case NodeEvent.PlanMade _, NodeEvent.TaskClaimed _, NodeEvent.FlowTerminated _ ->
          team(happened, event);
      case NodeEvent.SkipRequested _,
          NodeEvent.RedoRequested _,
          NodeEvent.StepInserted _,
          NodeEvent.SignalReceived _ ->
          order(happened, event);
      case NodeEvent.NodeStarted _,
          NodeEvent.NodeReported _,
          NodeEvent.NodeFinished _,
          NodeEvent.ItemsListed _,
          NodeEvent.StateChanged _,
          NodeEvent.MessageSent _,
          NodeEvent.SignalGiven _ ->
          Optional.empty();
    };
  }

  /// What agents have decided about the work of others.
  private static Optional<Fact> team(Happened happened, NodeEvent event) {
    return switch (event) {
      case NodeEvent.PlanMade plan ->
          fact(
              happened,
              "plan_made",
              plan.path(),
              "plan " + plan.revision() + " has " + plan.tasks().size() + " tasks");
      case NodeEvent.TaskClaimed claim ->
          fact(
              happened,
              "task_claimed",
              claim.task(),
              "'" + claim.agent() + "' was free and can do it");
      case NodeEvent.FlowTerminated end ->
          fact(
              happened,
              "flow_terminated",
              end.path(),
              "its agent ended the workflow: " + end.reason());
      default -> Optional.empty();
    };
  }

  /// What people have ordered it to do.
  private static Optional<Fact> order(Happened happened, NodeEvent event) {
    return switch (event) {
      case NodeEvent.SkipRequested skip ->
          fact(happened, "skip_requested", skip.path(), "'" + skip.by() + "': " + skip.reason());
      case NodeEvent.RedoRequested redo ->
          fact(happened, "redo_requested", redo.path(), "'" + redo.by() + "': " + redo.reason());
      case NodeEvent.StepInserted step ->
          fact(
              happened,
              "step_inserted",
              step.step().id(),
              "'" + step.by() + "' put it in after '" + step.after() + "': " + step.reason());
      case NodeEvent.SignalReceived signal ->
          fact(happened, "signal_received", signal.name(), "'" + signal.by() + "' gave it");
      default -> Optional.empty();
    };
  }

  private static Fact route(Happened happened, NodeEvent.RouteChosen route) {
    Json candidates =
        Json.array(
            route.candidates().stream()
                .<Json>map(one ->
                    Json.object()
                        .put("name", one.name())
                        .put("score", new Json.Num(one.score()))
                        .put(
                            "reasons",
                            Json.array(one.reasons().stream().<Json>map(Json::of).toList()))
                        .build())
                .toList());
    return Fact.of(
        happened,
        "route_chosen",
        route.path(),
        "'" + route.chosen() + "' has the best score of " + route.candidates().size(),
        Json.obj("chosen", Json.of(route.chosen()), "candidates", candidates));
  }

  private static String reason(Failure failure) {
    return failure.code().wire() + ": " + failure.message();
  }

  private static Optional<Fact> fact(
      Happened happened, String kind, String subject, String because) {
    return Optional.of(Fact.of(happened, kind, subject.isEmpty() ? WHOLE : subject, because));
  }
}
