package dev.gatehouse.protocols.api;

import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.runtime.stream.Frame.Body.Recorded;
import java.util.Locale;

/// Frames of questions to humans about tool calls.
final class ApprovalFrames {

  private static final byte[] NOTHING = {};

  private ApprovalFrames() {}

  static byte[] encode(Cursor cursor, Recorded recorded, ApprovalEvent event) {
    return switch (event) {
      case ApprovalEvent.ApprovalRequested asked -> asked(cursor, recorded, asked.ticket());
      case ApprovalEvent.ApprovalResolved resolved ->
          RunFrames.begin(cursor, "tool_approval_resolved", recorded)
              .text("approval_id", resolved.approval())
              .text("tool_call_id", resolved.callId())
              .text("decision", resolved.decision().name().toLowerCase(Locale.ROOT))
              .text("by", resolved.by())
              .value("edited", Json.of(resolved.edited().isPresent()))
              .text("reason", resolved.reason())
              .end();
      case ApprovalEvent.ApprovalReminded reminded ->
          RunFrames.begin(cursor, "waiting", recorded)
              .text("reason", "approval")
              .text("approval_id", reminded.approval())
              .end();
      case ApprovalEvent.ApprovalEscalated escalated ->
          RunFrames.begin(cursor, "waiting", recorded)
              .text("reason", "approval")
              .text("approval_id", escalated.approval())
              .text("role", escalated.role())
              .end();
      case ApprovalEvent.TicketMinted _ -> NOTHING;
    };
  }

  private static byte[] asked(Cursor cursor, Recorded recorded, Ticket ticket) {
    return RunFrames.begin(cursor, "tool_approval_request", recorded)
        .text("approval_id", ticket.id())
        .text("tool_call_id", ticket.callId())
        .text("nonce", ticket.nonce())
        .text("tool_name", ticket.tool())
        .value("tool_input", ticket.input())
        .value("resolved_qualifier", FrameWriter.orNull(ticket.cause().qualifier()))
        .text("reason", ticket.cause().message())
        .value(
            "allow_persistent_approval",
            Json.of(ticket.terms().standing() == Terms.Standing.ALLOWED))
        .text("expires_at", FrameWriter.time(ticket.expires()))
        .text("risk", ticket.cause().risk())
        .text("rule", ticket.cause().rule())
        .text("input_digest", ticket.digests().input())
        .value("tainted", Json.of(ticket.tainted()))
        .end();
  }
}
