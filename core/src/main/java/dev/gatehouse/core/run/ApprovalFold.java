package dev.gatehouse.core.run;

import dev.gatehouse.core.approval.Clearance;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.run.ToolCall.Status;
import dev.gatehouse.core.run.ToolCall.Status.Approving;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Folds questions about calls and their answers.
final class ApprovalFold {

  private ApprovalFold() {}

  static RunState apply(RunState state, ApprovalEvent event) {
    return switch (event) {
      case ApprovalEvent.ApprovalRequested asked ->
          ToolFold.change(
              state,
              asked.ticket().callId(),
              call -> call.at(new Approving(asked.ticket(), false, false)));
      case ApprovalEvent.TicketMinted minted ->
          ToolFold.change(state, minted.ticket().callId(), call -> approved(call, minted.ticket()));
      case ApprovalEvent.ApprovalReminded reminded ->
          waiting(
              state,
              reminded.approval(),
              now -> new Approving(now.ticket(), true, now.escalated()));
      case ApprovalEvent.ApprovalEscalated escalated ->
          waiting(
              state,
              escalated.approval(),
              now -> new Approving(now.ticket(), now.reminded(), true));
      case ApprovalEvent.ApprovalResolved resolved ->
          ToolFold.change(state, resolved.callId(), call -> resolved(call, resolved));
    };
  }

  private static RunState waiting(
      RunState state, String approval, UnaryOperator<Approving> change) {
    for (ToolCall call : state.calls().values()) {
      if (call.status() instanceof Approving now && now.ticket().id().equals(approval)) {
        return ToolFold.change(state, call.id(), it -> it.at(change.apply(now)));
      }
    }
    return state;
  }

  /// Other arguments are judged like any others; a plain yes clears the call.
  private static ToolCall resolved(ToolCall call, ApprovalEvent.ApprovalResolved resolved) {
    if (!(call.status() instanceof Approving waiting)) {
      return call;
    }
    return switch (resolved.decision()) {
      case APPROVED ->
          resolved
              .edited()
              .map(input ->
                  call.withInput(input)
                      .with(call.gate().again(Optional.of(editor(waiting, resolved))))
                      .at(new Status.Judging()))
              .orElseGet(() -> approved(call, waiting.ticket()));
      case DENIED, EXPIRED, CANCELLED -> call.at(new Status.Judged());
    };
  }

  private static ToolCall.Editor editor(
      Approving waiting, ApprovalEvent.ApprovalResolved resolved) {
    return new ToolCall.Editor(resolved.by(), waiting.ticket().terms());
  }

  private static ToolCall approved(ToolCall call, Ticket ticket) {
    Clearance clearance =
        new Clearance(
            call.gate().round(),
            ticket.digests(),
            Optional.of(ticket.id()),
            Optional.of(ticket.expires()));
    return call.with(call.gate().cleared(clearance)).at(new Status.Wanted());
  }
}
