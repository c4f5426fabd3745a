package dev.gatehouse.core.run;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import java.time.Instant;

/// Where one tool call of the current turn stands.
///
/// @param index its place among the calls of its turn, from 0
/// @param attempt the attempt that is wanted, in flight or was the last, from 1
/// @param failures how many attempts have failed
public record ToolCall(
    String id,
    String tool,
    Json input,
    int turn,
    int index,
    ToolPolicy policy,
    int attempt,
    int failures,
    Status status) {

  /// {@return the id of the action that makes the call}
  String action() {
    return "turn-" + turn + ".call-" + index;
  }

  /// {@return whether an attempt of it may have taken effect without anybody knowing}
  boolean isDoubted() {
    return attempt > failures + 1;
  }

  ToolCall at(Status next) {
    return new ToolCall(id, tool, input, turn, index, policy, attempt, failures, next);
  }

  ToolCall again(Status next) {
    return new ToolCall(id, tool, input, turn, index, policy, attempt + 1, failures, next);
  }

  ToolCall failedOnce() {
    return new ToolCall(id, tool, input, turn, index, policy, attempt, failures + 1, status);
  }

  /// What a call waits for.
  public sealed interface Status {

    /// To be made, or for its outcome.
    record Wanted() implements Status {}

    /// For the time of its next attempt.
    record Backoff(Instant at) implements Status {}

    /// For its tool to say whether it took effect.
    record Probing() implements Status {}

    /// For a human to say what to do.
    record Asking() implements Status {}

    /// Nothing: it is over.
    record Finished(ToolOutcome outcome) implements Status {}
  }
}
