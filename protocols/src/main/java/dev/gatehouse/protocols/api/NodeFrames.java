package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.NodeEvent.Candidate;
import dev.gatehouse.core.event.NodeEvent.Task;
import dev.gatehouse.core.interpreter.Board;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.runtime.seat.RunView;
import dev.gatehouse.runtime.stream.Frame.Body.Recorded;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Frames of what happens to the nodes of a workflow run. That the run itself begins and ends,
/// which is a node too, is said by the frames of runs.
///
/// @param cursor where the event stands
/// @param workflow finds the id of the workflow the run is of
record NodeFrames(Cursor cursor, Recorded recorded, Supplier<Optional<String>> workflow) {

  private static final byte[] NOTHING = {};

  byte[] encode(NodeEvent event) {
    return switch (event) {
      case NodeEvent.NodeStarted started when started.path().isEmpty() -> NOTHING;
      case NodeEvent.NodeFinished finished when finished.path().isEmpty() -> NOTHING;
      case NodeEvent.NodeStarted started -> started(started);
      case NodeEvent.NodeRetryPlanned planned -> waiting(planned);
      case NodeEvent.NodeFinished finished -> finished(finished);
      case NodeEvent.NodeSkipped skipped ->
          begin("node_skipped", skipped.path(), skipped.attempt())
              .text("reason", skipped.reason())
              .text("by", skipped.by())
              .end();
      case NodeEvent.BranchTaken taken ->
          begin("branch_taken", taken.path(), taken.attempt())
              .text("target", taken.target())
              .text("because", taken.because())
              .end();
      case NodeEvent.LoopIterated iterated -> iterated(iterated);
      case NodeEvent.StateChanged changed -> changed(changed);
      case NodeEvent.PlanMade made ->
          begin("plan_made", made.path(), made.attempt())
              .value("tasks", Json.array(made.tasks().stream().map(NodeFrames::task).toList()))
              .number("revision", made.revision())
              .end();
      case NodeEvent.TaskClaimed claimed ->
          begin("task_claimed", claimed.path(), claimed.attempt())
              .text("task_id", claimed.task())
              .text("agent", claimed.agent())
              .end();
      case NodeEvent.RouteChosen chosen ->
          begin("route_chosen", chosen.path(), chosen.attempt())
              .text("chosen", chosen.chosen())
              .value("candidates", candidates(chosen.candidates()))
              .end();
      case NodeEvent.MessageSent sent ->
          begin("message_sent", sent.from(), sent.attempt())
              .text("from", sent.from())
              .text("to", sent.to())
              .text("message_id", sent.message())
              .end();
      case NodeEvent.NodeReported _,
          NodeEvent.NodeFellBack _,
          NodeEvent.ItemsListed _,
          NodeEvent.SignalReceived _,
          NodeEvent.SignalGiven _,
          NodeEvent.FlowTerminated _,
          NodeEvent.SkipRequested _,
          NodeEvent.RedoRequested _,
          NodeEvent.StepInserted _ ->
          NOTHING;
    };
  }

  private byte[] iterated(NodeEvent.LoopIterated iterated) {
    return begin("loop_iteration", iterated.path(), iterated.attempt())
        .number("iteration", iterated.iteration())
        .value("score", iterated.score().map(Json::of))
        .number("best", iterated.best())
        .text("reason", iterated.reason())
        .end();
  }

  private byte[] changed(NodeEvent.StateChanged changed) {
    return at(changed)
        .text("key", changed.key())
        .text("scope", changed.scope().name().toLowerCase(Locale.ROOT))
        .text("merge", changed.merge())
        .text("by", changed.by())
        .end();
  }

  /// What was found in the session is there before any node: it is the run's.
  private FrameWriter at(NodeEvent.StateChanged changed) {
    boolean found = Board.isFound(changed);
    return found
        ? begin("state_changed", "", Optional.of(1))
        : begin("state_changed", changed.by(), changed.attempt());
  }

  private byte[] started(NodeEvent.NodeStarted started) {
    return begin("node_started", started.path(), Optional.of(started.attempt()))
        .text("kind", started.kind())
        .text("agent", started.agent())
        .end();
  }

  private byte[] waiting(NodeEvent.NodeRetryPlanned planned) {
    return begin("waiting", planned.path(), Optional.of(planned.attempt()))
        .text("reason", "timer")
        .text("until", FrameWriter.time(planned.at()))
        .value("error", RunView.failure(planned.failure()))
        .end();
  }

  private byte[] finished(NodeEvent.NodeFinished finished) {
    return begin("node_finished", finished.path(), Optional.of(finished.attempt()))
        .text("status", finished.status().wire())
        .value("output", finished.output())
        .value("error", finished.error().map(RunView::failure))
        .value("usage", RunView.usage(finished.spend().usage(), finished.spend().cost()))
        .number("duration_ms", finished.millis())
        .end();
  }

  /// Begins the frame of a wait: of a node, or of the whole run.
  FrameWriter waiter(String type, Optional<FlowEvent.Waiter> node) {
    return node.map(it -> begin(type, it.path(), Optional.of(it.attempt())))
        .orElseGet(() -> RunFrames.begin(cursor, type, recorded));
  }

  /// Begins a frame about a node, or about the whole run.
  FrameWriter about(String type, Optional<String> path, Optional<Integer> attempt) {
    return path.map(it -> begin(type, it, attempt))
        .orElseGet(() -> RunFrames.begin(cursor, type, recorded));
  }

  private FrameWriter begin(String type, String path, Optional<Integer> attempt) {
    return RunFrames.begin(cursor, type, recorded)
        .text("workflow_id", workflow.get())
        .text("node", node(path))
        .text("path", path)
        .number("attempt", attempt);
  }

  /// {@return the last part of a path}
  private static String node(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Json task(Task task) {
    Json.ObjBuilder json = Json.object().put("id", task.id()).put("task", task.task());
    task.capability().ifPresent(it -> json.put("capability", it));
    task.agent().ifPresent(it -> json.put("agent", it));
    return json.put("depends_on", Json.array(task.dependsOn().stream().map(Json::of).toList()))
        .put("priority", task.priority())
        .build();
  }

  private static Json candidates(List<Candidate> candidates) {
    return Json.array(
        candidates.stream()
            .map(each ->
                Json.obj(
                    "name",
                    Json.of(each.name()),
                    "score",
                    Json.of(each.score()),
                    "reasons",
                    Json.array(each.reasons().stream().map(Json::of).toList())))
            .toList());
  }
}
