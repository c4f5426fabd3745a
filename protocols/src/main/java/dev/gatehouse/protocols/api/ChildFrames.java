package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.runtime.stream.Frame.Body;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Frames of runs that another run has started, as they appear on that one's stream.
final class ChildFrames {

  private ChildFrames() {}

  /// {@return whether it is told at all: that a run began or ended is said by the frames
  /// `subagent_started` and `subagent_finished` of the run that started it}
  static boolean isShown(Body body) {
    return !(body instanceof Body.Recorded recorded && framesLife(recorded));
  }

  private static boolean framesLife(Body.Recorded recorded) {
    return recorded.event() instanceof RunEvent.RunStarted
        || recorded.event() instanceof RunEvent.RunCompleted
        || recorded.event() instanceof RunEvent.RunCancelled
        || recorded.event() instanceof RunEvent.RunFailed;
  }

  /// Adds the path from the top of the tree. Every event begins with its type and its run, and no
  /// text inside it can look like that, since quotes in texts are escaped.
  static byte[] withPath(byte[] event, String run, List<String> path) {
    String member = "\"run_id\":" + Json.of(run);
    String more = ",\"run_path\":" + Json.array(path.stream().map(Json::of).toList());
    return new String(event, StandardCharsets.UTF_8)
        .replace(member, member + more)
        .getBytes(StandardCharsets.UTF_8);
  }
}
