package dev.gatehouse.core.event;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.core.undo.UndoReport;
import dev.gatehouse.core.undo.Undoable;
import java.util.List;
import java.util.Optional;

/// One event of every type that tells what is taken back, with every member filled.
final class UndoSamples {

  private static final Failure FAILURE = Failure.of(Failure.Code.TOOL_ERROR, "the bank is closed");
  private static final UndoReport.Line LINE = UndoReport.Line.of("run_1", "pay#3", "pay");

  /// A call that takes another one back.
  static final ToolEvent.ToolCallRequested CALL =
      new ToolEvent.ToolCallRequested(
          "@undo-1",
          "refund",
          Json.obj("id", Json.of(7)),
          0,
          1,
          ToolPolicy.STANDARD.withUndo(Undo.by("pay")),
          "backend",
          Optional.of(new ToolEvent.Undone("pay#3", "run_1", "pay#3", "pay")));

  private UndoSamples() {}

  static List<Event> all() {
    return List.of(
        new UndoEvent.UndoBegan(
            "mail#4",
            "trip",
            Optional.of("trip/mail"),
            Optional.of(2),
            Optional.of(FAILURE),
            "workflow"),
        new UndoEvent.EffectsFound(
            "mail#4",
            1,
            List.of(
                new Undoable(
                    "run_1",
                    "pay#3",
                    "pay",
                    "refund",
                    Json.obj("id", Json.of(7)),
                    ToolPolicy.STANDARD,
                    "backend")),
            17,
            List.of(LINE),
            UndoEvent.Rest.MORE,
            Optional.of(FAILURE)),
        new UndoEvent.UndoStopped("it is late", "ann"),
        new UndoEvent.UndoEnded(
            "mail#4",
            Optional.of("trip/mail"),
            Optional.of(2),
            UndoReport.NONE
                .undoing(LINE)
                .failing(LINE.because(FAILURE))
                .doubting(List.of(LINE))
                .stopping("ann")));
  }
}
