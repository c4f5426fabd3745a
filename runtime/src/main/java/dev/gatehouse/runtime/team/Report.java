package dev.gatehouse.runtime.team;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.runtime.seat.RunView;

/// What a leader is told of a run it has started.
final class Report {

  private Report() {}

  static Json of(RunState run) {
    Json.ObjBuilder json =
        Json.object()
            .put("task_id", run.spec().id())
            .put("agent", run.spec().agent().name())
            .put("status", RunView.status(run));
    if (!run.ended()) {
      return json.build();
    }
    json.put("response", RunView.answer(run))
        .put("tools_used", toolsUsed(run))
        .put("usage", RunView.usage(run.spent().usage(), run.spent().cost()));
    switch (run.control().ending().orElseThrow()) {
      case RunState.Ending.Completed _ -> {}
      case RunState.Ending.Limited limited ->
          json.put("warning", "it stopped at a limit: " + limited.stop().wire());
      case RunState.Ending.Cancelled stopped ->
          json.put("warning", "it was cancelled: " + stopped.reason());
      case RunState.Ending.Failed failed ->
          json.put(
              "warning",
              "it failed: " + failed.failure().code().wire() + ": " + failed.failure().message());
    }
    return json.build();
  }

  private static Json toolsUsed(RunState run) {
    return Json.array(
        run.talk().messages().stream()
            .flatMap(message -> message.content().stream())
            .filter(Content.ToolUse.class::isInstance)
            .map(Content.ToolUse.class::cast)
            .map(Content.ToolUse::name)
            .distinct()
            .map(Json::of)
            .toList());
  }
}
