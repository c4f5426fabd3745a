package dev.gatehouse.core.event;

import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

/// What humans are asked to allow, and what they say.
public sealed interface ApprovalEvent extends Event {

  /// A call waits for a human's word.
  record ApprovalRequested(Ticket ticket) implements ApprovalEvent {}

  /// Nobody has answered for a while; those who may are reminded.
  record ApprovalReminded(String approval) implements ApprovalEvent {}

  /// Nobody has answered for a while; from now on this role may, too.
  record ApprovalEscalated(String approval, String role) implements ApprovalEvent {}

  /// The question is settled.
  ///
  /// @param reason what the human added
  /// @param edited other arguments that were put in the place of the model's
  /// @param grant the standing approval that was given with it
  record ApprovalResolved(
      String approval,
      String callId,
      Decision decision,
      String by,
      Optional<String> reason,
      Optional<Json> edited,
      Optional<Grant> grant)
      implements ApprovalEvent {}

  /// A standing approval minted a ticket for a call; nobody was asked.
  record TicketMinted(Ticket ticket, String grant) implements ApprovalEvent {}

  /// How a question was settled.
  enum Decision {
    APPROVED,
    DENIED,
    EXPIRED,
    CANCELLED
  }
}
