package dev.gatehouse.core.event;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The life of a tool call.
public sealed interface ToolEvent extends Event {

  /// A model wants it.
  ///
  /// @param callId unique in the run
  /// @param turn the turn that wanted it
  /// @param index its place among the calls of the turn, from 0
  /// @param policy how the tool is treated, as it was declared then
  /// @param location where it runs: `backend`, `client`, `mcp:<server>` or `sandbox:<backend>`
  /// @param undoes the call that it takes back, when it is there for that
  record ToolCallRequested(
      String callId,
      String tool,
      Json input,
      int turn,
      int index,
      ToolPolicy policy,
      String location,
      Optional<Undone> undoes)
      implements ToolEvent {

    /// A call that takes none back.
    public ToolCallRequested(
        String callId,
        String tool,
        Json input,
        int turn,
        int index,
        ToolPolicy policy,
        String location) {
      this(callId, tool, input, turn, index, policy, location, Optional.empty());
    }
  }

  /// It was judged by the interceptors and rules in force.
  ///
  /// @param round how often it has been judged, from 1
  /// @param findings what was found, in the order of the interceptors
  /// @param input the arguments as they are now, rewritten perhaps
  record ToolCallJudged(
      String callId,
      String tool,
      int round,
      Verdict verdict,
      List<Finding> findings,
      Json input,
      CallDigests digests)
      implements ToolEvent {

    /// Copies the findings.
    public ToolCallJudged {
      findings = List.copyOf(findings);
    }
  }

  /// What had been judged is not what would be called now; it is judged again.
  record ClearanceVoided(String callId, int round, String reason) implements ToolEvent {}

  /// The client shall make it.
  ///
  /// @param nonce what the client's result must repeat
  record ClientCallOffered(String callId, String tool, Json input, String nonce, Instant expires)
      implements ToolEvent {}

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
  /// @param blob the artifact that holds the whole result, when it was too large for the log
  /// @param tainted whether the outcome may hold what strangers wrote
  /// @param sandbox what it ran in, when it ran in a sandbox
  /// @param location where it ran, as it was when it was wished for; empty in logs written before
  ///   that was kept
  record ToolCallFinished(
      String callId,
      String tool,
      int attempt,
      ToolOutcome outcome,
      long millis,
      Optional<String> blob,
      boolean tainted,
      Optional<Isolation> sandbox,
      Optional<String> location)
      implements ToolEvent {}

  /// A call that is taken back.
  ///
  /// @param undo what it is a part of
  /// @param run the run that made it
  record Undone(String undo, String run, String call, String tool) {}

  /// What the policy says of a call.
  enum Verdict {
    ALLOW,
    ASK,
    DENY
  }
}
