package dev.gatehouse.core.run;

import dev.gatehouse.core.approval.Clearance;
import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.undo.UndoScope;
import java.time.Instant;
import java.util.Optional;

/// Something that should be in flight. Actions are values: engines perform them and post what
/// happened.
public sealed interface Action {

  /// {@return which action and which attempt this is}
  ActionRef ref();

  /// Ask the model for a turn.
  record CallModel(ActionRef ref, int turn) implements Action {}

  /// Ask interceptors and rules what they think of a call.
  ///
  /// @param editor who put other arguments in it, and thereby approved of them
  record JudgeTool(
      ActionRef ref,
      String callId,
      String tool,
      Json input,
      String location,
      Optional<String> editor)
      implements Action {}

  /// Run a tool, if what cleared it still holds.
  record CallTool(
      ActionRef ref,
      String callId,
      String tool,
      Json input,
      ToolPolicy policy,
      String location,
      Clearance clearance)
      implements Action {}

  /// Ask a tool whether a call in doubt took effect.
  record ProbeTool(ActionRef ref, String callId, String tool, Json input) implements Action {}

  /// Shorten the context.
  record Compact(ActionRef ref) implements Action {}

  /// Begin what a node of a workflow is there for.
  ///
  /// @param path the path of the node
  record StartNode(ActionRef ref, String path, Errand errand) implements Action {}

  /// Look in the log for what is to be taken back, the last of it first.
  ///
  /// @param undo names what it is for
  /// @param before only what ended before this place in the tree
  record FindEffects(ActionRef ref, String undo, UndoScope scope, long before) implements Action {}

  /// Come back at a time.
  record Wake(ActionRef ref, Instant at) implements Action {}

  /// Wait for somebody: a human's answer, a resumption.
  record Await(ActionRef ref, String reason) implements Action {}
}
