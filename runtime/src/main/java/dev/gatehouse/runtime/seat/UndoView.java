package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.Undoings.Past;
import dev.gatehouse.core.run.Undoings.Undoing;
import dev.gatehouse.core.undo.UndoReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run takes back, or has taken back, as clients see it.
public final class UndoView {

  private UndoView() {}

  /// {@return one object for each failure or cancellation that took something back, the oldest
  /// first; nothing when there was none}
  static Optional<Json> of(RunState run) {
    List<Json> all = new ArrayList<>();
    for (Past past : run.undoings().over()) {
      all.add(
          one(
              past.report().stopped().isPresent() ? "stopped" : "done",
              past.path(),
              past.report()));
    }
    for (Undoing undoing : run.undoings().open().values()) {
      all.add(one("undoing", undoing.path(), undoing.report()));
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(Json.array(all));
  }

  private static Json one(String status, Optional<String> path, UndoReport report) {
    Json.ObjBuilder json = Json.object().put("status", status);
    path.ifPresent(node -> json.put("path", node));
    members(report).members().forEach(json::put);
    return json.build();
  }

  /// {@return `{undone_count, undone, failed, unknown, omitted?, stopped_by?}`}
  public static Json.Obj members(UndoReport report) {
    Json.ObjBuilder json =
        Json.object()
            .put("undone_count", report.count())
            .put("undone", lines(report.undone()))
            .put("failed", lines(report.failed()))
            .put("unknown", lines(report.unknown()));
    if (report.omitted() > 0) {
      json.put("omitted", report.omitted());
    }
    report.stopped().ifPresent(by -> json.put("stopped_by", by));
    return json.build();
  }

  private static Json lines(List<UndoReport.Line> lines) {
    return Json.array(lines.stream().map(UndoView::line).toList());
  }

  private static Json line(UndoReport.Line line) {
    Json.ObjBuilder json =
        Json.object()
            .put("tool_name", line.tool())
            .put("tool_call_id", line.call())
            .put("run_id", line.run());
    line.failure().ifPresent(why -> json.put("error", RunView.failure(why)));
    return json.build();
  }
}
