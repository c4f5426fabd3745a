package dev.gatehouse.checks.kill;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.stream.IntStream;

/// What a [StoryProvider] says. It depends on the request alone, so that a repeated call continues
/// rightly.
interface Script {

  /// {@return what comes next in a conversation}
  Said next(Json request);

  /// One turn.
  ///
  /// @param pieces its text, as it is streamed
  /// @param calls the tools it calls; the story ends when there are none
  record Said(List<String> pieces, List<Use> calls) {

    private static final int PIECES = 20;

    /// A turn of a story that is told slowly enough to be interrupted.
    ///
    /// @param mark what each piece of it begins with
    static Said marked(String mark, List<Use> calls) {
      return new Said(
          IntStream.range(0, PIECES).mapToObj(piece -> mark + "p" + piece + " é😀 ").toList(),
          calls);
    }
  }

  /// A call of a tool.
  record Use(String id, String tool, Json input) {}
}
