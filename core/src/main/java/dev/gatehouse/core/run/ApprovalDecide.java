package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.ApprovalEvent.ApprovalResolved;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.ToolCall.Status.Approving;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what a human's word on a call means, and what its absence does. Whichever of an answer
/// and the expiry comes first counts; the other finds nothing to answer.
final class ApprovalDecide {

  private ApprovalDecide() {}

  static Decision on(RunState state, RunInput.Approve word, Instant at) {
    Optional<ToolCall> found =
        state.calls().values().stream()
            .filter(call ->
                call.status() instanceof Approving waiting
                    && waiting.ticket().id().equals(word.approval()))
            .findFirst();
    boolean ending = state.control().ending().isPresent();
    if (found.filter(call -> call.isUndo() || !ending).isEmpty()) {
      return Decision.reject(
          Reason.ALREADY_DONE, "approval '" + word.approval() + "' is not open any more");
    }
    ToolCall call = found.get();
    Approving waiting = (Approving) call.status();
    if (!at.isBefore(waiting.ticket().expires())) {
      return Decision.reject(
          Reason.EXPIRED,
          "approval '" + word.approval() + "' expired at " + waiting.ticket().expires());
    }
    return refusal(state, waiting, word)
        .<Decision>map(why -> why)
        .orElseGet(() -> new Decision.Accepted(settled(call, waiting.ticket(), word)));
  }

  private static Optional<Decision.Rejected> refusal(
      RunState state, Approving waiting, RunInput.Approve word) {
    Terms terms = waiting.ticket().terms();
    if (word.decision() != ApprovalEvent.Decision.APPROVED
        && word.decision() != ApprovalEvent.Decision.DENIED) {
      return Optional.of(
          new Decision.Rejected(
              Reason.INVALID,
              "approval '" + word.approval() + "' takes a yes or a no, not " + word.decision()));
    }
    if (!word.by().may(terms.eyes(), approvers(waiting), state.spec().owner().user())) {
      return Optional.of(
          new Decision.Rejected(
              Reason.FORBIDDEN,
              "approval '"
                  + word.approval()
                  + "' is not yours to give: it takes "
                  + takes(waiting)));
    }
    if (word.grant().isPresent() && terms.standing() == Terms.Standing.REFUSED) {
      return Optional.of(
          new Decision.Rejected(
              Reason.INVALID,
              "'" + waiting.ticket().tool() + "' takes no standing approval; approve it once"));
    }
    return Optional.empty();
  }

  private static List<String> approvers(Approving waiting) {
    Terms terms = waiting.ticket().terms();
    if (terms.approvers().isEmpty() || !waiting.escalated() || terms.escalation().isEmpty()) {
      return terms.approvers();
    }
    List<String> all = new ArrayList<>(terms.approvers());
    all.add(terms.escalation().get().role());
    return all;
  }

  private static String takes(Approving waiting) {
    List<String> roles = approvers(waiting);
    String who = roles.isEmpty() ? "somebody" : "the role " + String.join(" or ", roles);
    return waiting.ticket().terms().eyes() == Terms.Eyes.FOUR
        ? who + ", other than the user the run acts for"
        : who;
  }

  /// A no is only a no, whatever came with it.
  private static List<Event> settled(ToolCall call, Ticket ticket, RunInput.Approve word) {
    boolean denied = word.decision() == ApprovalEvent.Decision.DENIED;
    List<Event> events = new ArrayList<>();
    events.add(
        new ApprovalResolved(
            ticket.id(),
            call.id(),
            word.decision(),
            word.by().name(),
            word.reason(),
            denied ? Optional.empty() : word.edited(),
            denied ? Optional.empty() : word.grant()));
    if (denied) {
      events.add(JudgeDecide.refused(call, denied(call, word)));
    }
    return events;
  }

  private static Failure denied(ToolCall call, RunInput.Approve word) {
    return Failure.of(
        Failure.Code.USER_DENIED,
        "a human denied '"
            + call.tool()
            + "'"
            + word.reason().map(reason -> ": " + reason).orElse("; do not try it again unasked"));
  }

  /// The time of a question is over.
  static List<Event> expired(ToolCall call, Approving waiting) {
    Ticket ticket = waiting.ticket();
    List<Event> events = new ArrayList<>();
    events.add(
        new ApprovalResolved(
            ticket.id(),
            call.id(),
            ApprovalEvent.Decision.EXPIRED,
            "expiry",
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    events.add(
        JudgeDecide.refused(
            call,
            Failure.of(
                Failure.Code.APPROVAL_TIMEOUT,
                "nobody approved '"
                    + call.tool()
                    + "' within "
                    + ticket.terms().expires().toSeconds()
                    + " s")));
    if (ticket.terms().onExpiry() == Terms.OnExpiry.CANCEL_RUN) {
      events.add(
          new RunEvent.CancelRequested(
              "nobody approved '" + call.tool() + "' in time", "approval expiry"));
    }
    return events;
  }

  /// The run ends, and with it the question.
  static Event cancelled(ToolCall call, Ticket ticket) {
    return new ApprovalResolved(
        ticket.id(),
        call.id(),
        ApprovalEvent.Decision.CANCELLED,
        "run",
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
