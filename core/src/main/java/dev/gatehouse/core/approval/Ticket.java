package dev.gatehouse.core.approval;

import dev.gatehouse.core.json.Json;
import java.time.Instant;
import java.util.Optional;

/// A question to a human about exactly one call, and once it is approved, the right to make exactly
/// that call once.
///
/// It is checked again by the code that dispatches the call: other arguments, another schema,
/// another policy or a later time, and it opens nothing.
///
/// @param id `appr_…`
/// @param callId the call it is about
/// @param input the arguments as they were judged
/// @param nonce what an answer through the chat must repeat
/// @param cause why a human is asked
/// @param asked when the question was put
/// @param expires when it lapses
/// @param tainted whether the run had read what strangers wrote
public record Ticket(
    String id,
    String callId,
    String tool,
    Json input,
    CallDigests digests,
    String nonce,
    Cause cause,
    Terms terms,
    Instant asked,
    Instant expires,
    boolean tainted) {

  /// Why a human is asked.
  ///
  /// @param rule the rule or interceptor that asks
  /// @param risk the tool's effect: `read`, `write` or `irreversible`
  /// @param message a sentence for the human
  /// @param qualifier where the call would run, when that matters
  public record Cause(String rule, String risk, String message, Optional<String> qualifier) {}
}
