package dev.gatehouse.core.event;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import java.time.Instant;
import java.util.Optional;

/// The life of a tool call.
public sealed interface ToolEvent extends Event {

  /// A model wants it.
  ///
  /// @param callId unique in the run
  /// @param turn the turn that wanted it
  /// @param index its place among the calls of the turn, from 0
  /// @param policy how the tool is treated, as it was declared then
  /// @param location where it runs, when that is not here
  record ToolCallRequested(
      String callId,
      String tool,
      Json input,
      int turn,
      int index,
      ToolPolicy policy,
      Optional<String> location)
      implements ToolEvent {

    /// A call of a tool that runs here.
    public ToolCallRequested(
        String callId, String tool, Json input, int turn, int index, ToolPolicy policy) {
      this(callId, tool, input, turn, index, policy, Optional.empty());
    }
  }

  /// It is about to be made. Durable before the tool starts.
  ///
  /// @param key the idempotency key, the same for every attempt
  record ToolCallDispatched(String callId, int attempt, String key) implements ToolEvent {}

  /// It failed, and will be made again.
  record ToolRetryPlanned(String callId, int attempt, Failure failure, Instant at)
      implements ToolEvent {}

  /// It was dispatched, and nobody knows whether it took effect.
  record ToolCallDoubted(String callId, int attempt, OnUnknown rule) implements ToolEvent {}

  /// It is over.
  ///
  /// @param millis how long the last attempt took, in milliseconds; 0 when it was never made
  /// @param blob where the whole result lies, when it was too large for the log
  record ToolCallFinished(
      String callId,
      String tool,
      int attempt,
      ToolOutcome outcome,
      long millis,
      Optional<String> blob)
      implements ToolEvent {}
}
