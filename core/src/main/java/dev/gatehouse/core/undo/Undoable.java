package dev.gatehouse.core.undo;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolPolicy;

/// A call that has worked, and how it is taken back.
///
/// @param run the run that made the call
/// @param call its id in that run
/// @param tool the tool that was called
/// @param undo the tool that takes it back
/// @param input the arguments for that
/// @param policy how that tool is treated
/// @param location where it runs
public record Undoable(
    String run,
    String call,
    String tool,
    String undo,
    Json input,
    ToolPolicy policy,
    String location) {

  /// {@return this effect in a report}
  public UndoReport.Line line() {
    return UndoReport.Line.of(run, call, tool);
  }
}
