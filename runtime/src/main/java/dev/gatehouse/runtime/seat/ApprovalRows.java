package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent.ApprovalResolved;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.EventStore.Row;
import java.time.Instant;
import java.util.Locale;

/// The index rows of questions about tool calls: the inbox.
final class ApprovalRows {

  private ApprovalRows() {}

  static Row asked(SessionCreated who, RunSpec run, Ticket ticket, Instant at) {
    Terms terms = ticket.terms();
    Json body =
        Json.object()
            .put("approval_id", ticket.id())
            .put("status", "open")
            .put("run_id", run.id())
            .put("session_id", run.session())
            .put("agent", run.agent().name())
            .put("user_id", run.owner().user())
            .put("tool_call_id", ticket.callId())
            .put("tool_name", ticket.tool())
            .put("tool_input", ticket.input())
            .put("reason", ticket.cause().message())
            .put("rule", ticket.cause().rule())
            .put("risk", ticket.cause().risk())
            .put("tainted", ticket.tainted())
            .put("input_digest", ticket.digests().input())
            .put("approvers", Json.array(terms.approvers().stream().map(Json::of).toList()))
            .put("four_eyes", terms.eyes() == Terms.Eyes.FOUR)
            .put("allow_persistent_approval", terms.standing() == Terms.Standing.ALLOWED)
            .put("created_at", ticket.asked().toString())
            .put("expires_at", ticket.expires().toString())
            .build();
    return new Row(
        Rows.APPROVAL,
        ticket.id(),
        run.root(),
        run.owner().tenant(),
        Rows.owner(who.tenant(), who.key(), who.user()),
        "open",
        run.session(),
        run.id(),
        at,
        at,
        ticket.tool() + " " + ticket.callId(),
        body.toString());
  }

  static Row resolved(Row row, ApprovalResolved resolved, Instant at) {
    String status = resolved.decision().name().toLowerCase(Locale.ROOT);
    Json.ObjBuilder body = Rows.shownAs(status, row);
    body.put("by", resolved.by()).put("resolved_at", at.toString());
    resolved.reason().ifPresent(reason -> body.put("comment", reason));
    resolved.edited().ifPresent(input -> body.put("edited_input", input));
    resolved.grant().ifPresent(grant -> body.put("grant_id", grant.id()));
    return row.changed(status, at, body.build().toString());
  }
}
