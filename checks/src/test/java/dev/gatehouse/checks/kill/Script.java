package dev.gatehouse.checks.kill;

import dev.gatehouse.core.json.Json;
import java.util.List;

/// What a [StoryProvider] says. It depends on the request alone, so that a repeated call continues
/// rightly.
interface Script {

  /// {@return what comes next in a conversation}
  Said next(Json request);

  /// One turn.
  ///
  /// @param mark what its text begins with
  /// @param calls the tools it calls; the story ends when there are none
  record Said(String mark, List<Use> calls) {}

  /// A call of a tool.
  record Use(String id, String tool, Json input) {}
}
