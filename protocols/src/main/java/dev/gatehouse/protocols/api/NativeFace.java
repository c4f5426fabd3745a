package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Frame.Body;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What a run looks like on the native wire: one server-sent event per frame, whose id is the place
/// in the tree. What it remembers it could look up again; for any number of threads.
public final class NativeFace implements Frame.Face {

  /// The face of a run that stands alone.
  public static final NativeFace INSTANCE =
      new NativeFace("", new Lineage(_ -> Optional.empty()), _ -> Optional.empty());

  private static final byte[] NOTHING = {};

  private final String root;
  private final String mark;
  private final Titles titles;
  private final Map<String, Optional<String>> known = new ConcurrentHashMap<>();

  private final Lineage lineage;

  private NativeFace(String root, Lineage lineage, Titles titles) {
    this.root = root;
    this.mark = Cursor.mark(root);
    this.lineage = lineage;
    this.titles = titles;
  }

  /// Knows which workflow a run is of.
  public interface Titles {

    /// {@return the id of the run's workflow}
    Optional<String> workflow(String run);
  }

  /// The face of one tree: what the runs below the top say carries a `run_path`, and only the run
  /// at the top begins and ends the stream. Two faces of a tree show the same.
  ///
  /// @param titles asked once for each run whose nodes are shown
  static NativeFace of(String root, Lineage lineage, Titles titles) {
    return new NativeFace(root, lineage, titles);
  }

  /// The face of a tree for somebody who has heard of all its runs from their first events on.
  public static NativeFace of(String root, Titles titles) {
    return new NativeFace(root, new Lineage(_ -> Optional.empty()), titles);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NativeFace face && face.root.equals(root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  @Override
  public byte[] encode(Frame frame) {
    String run = frame.body().run();
    if (root.isEmpty() || run.equals(root)) {
      return asks(frame) ? ChildFrames.withPath(whole(frame), run, List.of(run)) : whole(frame);
    }
    return ChildFrames.isShown(frame.body())
        ? ChildFrames.withPath(whole(frame), run, lineage.path(root, run))
        : NOTHING;
  }

  /// What a human is asked to allow always says who asks.
  private static boolean asks(Frame frame) {
    return frame.body() instanceof Body.Recorded recorded
        && recorded.event() instanceof ApprovalEvent.ApprovalRequested;
  }

  private byte[] whole(Frame frame) {
    var cursor = new Cursor(frame.place(), mark);
    return switch (frame.body()) {
      case Body.Said said ->
          FrameWriter.at(cursor, said.voice().wire(), said.run(), said.text().length())
              .text("text", said.text())
              .end();
      case Body.Arguments said ->
          FrameWriter.at(cursor, "tool_input_delta", said.run(), said.text().length())
              .text("tool_call_id", said.callId())
              .text("text", said.text())
              .end();
      case Body.Output output ->
          FrameWriter.at(cursor, "tool_output_chunk", output.run(), output.text().length())
              .text("tool_call_id", output.callId())
              .text("tool_name", output.tool())
              .text("stream", output.stream())
              .text("text", output.text())
              .number("seq", output.seq())
              .end();
      case Body.Custom custom -> custom(cursor, custom);
      case Body.ToolsChanged(String run, ToolSource.Change change) ->
          FrameWriter.at(
                  cursor, change.available() ? "tools_available" : "tools_unavailable", run, 0)
              .text("server", change.source())
              .value("tools", Json.array(change.tools().stream().map(Json::of).toList()))
              .text("reason", change.reason())
              .end();
      case Body.Again again ->
          FrameWriter.at(cursor, "stream_retry", again.run(), 0)
              .number("attempt", again.attempt() - 1)
              .text("error", "what was shown of this turn cannot be continued and is shown again")
              .text("discard_from", cursor.at(again.discardFrom()).toString())
              .text("model", again.model())
              .end();
      case Body.Recorded recorded -> recorded(cursor, recorded);
    };
  }

  private static byte[] custom(Cursor cursor, Body.Custom custom) {
    var members = custom.event().members();
    String type = custom.event().at("type").flatMap(it -> it.text()).orElse("tool.event");
    FrameWriter writer =
        FrameWriter.at(cursor, type, custom.run(), 0).text("tool_call_id", custom.callId());
    members.forEach((name, value) -> {
      if (!name.equals("type") && !name.equals("run_id") && !name.equals("tool_call_id")) {
        writer.foreign(name, value);
      }
    });
    return writer.end();
  }

  private byte[] recorded(Cursor cursor, Body.Recorded recorded) {
    Event event = recorded.event();
    return switch (event) {
      case RunEvent run -> RunFrames.encode(cursor, recorded, run);
      case ModelEvent model -> StepFrames.encode(cursor, recorded, model);
      case ToolEvent tool -> StepFrames.encode(cursor, recorded, tool);
      case ApprovalEvent approval -> ApprovalFrames.encode(cursor, recorded, approval);
      case FlowEvent flow -> RunFrames.encode(cursor, recorded, flow, nodes(cursor, recorded));
      case NodeEvent node -> nodes(cursor, recorded).encode(node);
      case UndoEvent undo -> UndoFrames.encode(undo, nodes(cursor, recorded));
      case SessionEvent _ -> NOTHING;
    };
  }

  private NodeFrames nodes(Cursor cursor, Body.Recorded recorded) {
    return new NodeFrames(
        cursor, recorded, () -> known.computeIfAbsent(recorded.run(), titles::workflow));
  }
}
