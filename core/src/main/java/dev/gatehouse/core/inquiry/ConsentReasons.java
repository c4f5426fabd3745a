package dev.gatehouse.core.inquiry;

import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import java.util.Locale;
import java.util.Optional;

/// What humans were asked and said.
final class ConsentReasons {

  private ConsentReasons() {}

  static Optional<Fact> of(Happened happened, Event event) {
    return switch (event) {
      case ApprovalEvent approval -> approval(happened, approval);
      case FlowEvent flow -> question(happened, flow);
      default -> Optional.empty();
    };
  }

  private static Optional<Fact> approval(Happened happened, ApprovalEvent event) {
    return switch (event) {
      case ApprovalEvent.ApprovalRequested asked ->
          fact(
              happened,
              "approval_requested",
              asked.ticket().id(),
              "rule '%s' asks before '%s': %s"
                  .formatted(
                      asked.ticket().cause().rule(),
                      asked.ticket().tool(),
                      asked.ticket().cause().message()));
      case ApprovalEvent.ApprovalReminded reminded ->
          fact(happened, "approval_reminded", reminded.approval(), "nobody had answered");
      case ApprovalEvent.ApprovalEscalated more ->
          fact(
              happened,
              "approval_escalated",
              more.approval(),
              "nobody had answered; from now on '" + more.role() + "' may, too");
      case ApprovalEvent.ApprovalResolved resolved ->
          fact(
              happened,
              "approval_resolved",
              resolved.approval(),
              "%s by '%s'%s"
                  .formatted(
                      resolved.decision().name().toLowerCase(Locale.ROOT),
                      resolved.by(),
                      resolved.reason().map(why -> ": " + why).orElse("")));
      case ApprovalEvent.TicketMinted minted ->
          fact(
              happened,
              "ticket_minted",
              minted.ticket().tool(),
              "standing approval '" + minted.grant() + "' answered for a human");
    };
  }

  private static Optional<Fact> question(Happened happened, FlowEvent event) {
    return switch (event) {
      case FlowEvent.QuestionAsked asked ->
          fact(happened, "question_asked", asked.question(), asked.prompt());
      case FlowEvent.QuestionResolved resolved ->
          fact(
              happened,
              "question_resolved",
              resolved.question(),
              "%s by '%s'"
                  .formatted(resolved.resolution().name().toLowerCase(Locale.ROOT), resolved.by()));
      case FlowEvent.Decided _,
          FlowEvent.TimerFired _,
          FlowEvent.ActionClosed _,
          FlowEvent.WaitBegan _,
          FlowEvent.WaitEnded _ ->
          Optional.empty();
    };
  }

  private static Optional<Fact> fact(
      Happened happened, String kind, String subject, String because) {
    return Optional.of(Fact.of(happened, kind, subject, because));
  }
}
