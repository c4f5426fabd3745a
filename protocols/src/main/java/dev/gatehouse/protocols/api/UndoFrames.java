package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.runtime.seat.RunView;
import dev.gatehouse.runtime.seat.UndoView;
import java.util.Optional;

/// Frames of what is taken back: that it begins and what came of it. The calls between are told as
/// tool calls.
final class UndoFrames {

  private static final byte[] NOTHING = {};

  private UndoFrames() {}

  /// @param nodes writes about the node that failed
  static byte[] encode(UndoEvent event, NodeFrames nodes) {
    return switch (event) {
      case UndoEvent.UndoBegan began ->
          nodes
              .about("undo_started", began.path(), began.attempt())
              .text("by", began.by())
              .value("error", began.failure().map(RunView::failure))
              .end();
      case UndoEvent.UndoEnded ended -> {
        FrameWriter writer = nodes.about("undo_finished", ended.path(), ended.attempt());
        UndoView.members(ended.report()).members().forEach(writer::value);
        yield writer.end();
      }
      case UndoEvent.EffectsFound _, UndoEvent.UndoStopped _ -> NOTHING;
    };
  }

  /// {@return the call that another one takes back}
  static Optional<Json> undoes(ToolEvent.ToolCallRequested call) {
    return call.undoes()
        .map(taken ->
            Json.obj(
                "tool_call_id",
                Json.of(taken.call()),
                "tool_name",
                Json.of(taken.tool()),
                "run_id",
                Json.of(taken.run())));
  }
}
