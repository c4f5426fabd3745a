package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Approver;
import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent.Decision;
import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What policy and people say of the calls of a [DrivenRun].
final class Judged {

  static final Approver ANN = new Approver("ann", "ann", Set.of("user"));
  static final Approver BOB = new Approver("bob", "bob", Set.of("operator"));
  static final Approver EVE = new Approver("eve", "eve", Set.of("admin"));

  private Judged() {}

  static RunInput.ToolJudged allowing(DrivenRun run, String callId) {
    return allowing(run, callId, run.call(callId).input());
  }

  static RunInput.ToolJudged allowing(DrivenRun run, String callId, Json input) {
    return judged(run, callId, input, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static RunInput.ToolJudged denying(DrivenRun run, String callId) {
    Failure failure = Failure.of(Failure.Code.INTERCEPTOR_DENIED, "not that one");
    return judged(
        run,
        callId,
        run.call(callId).input(),
        Optional.of(failure),
        Optional.empty(),
        Optional.empty());
  }

  static RunInput.ToolJudged asking(DrivenRun run, String callId, Terms terms) {
    return judged(
        run,
        callId,
        run.call(callId).input(),
        Optional.empty(),
        Optional.of(ticket(run, callId, terms)),
        Optional.empty());
  }

  static RunInput.ToolJudged granted(DrivenRun run, String callId, String grant) {
    return judged(
        run,
        callId,
        run.call(callId).input(),
        Optional.empty(),
        Optional.of(ticket(run, callId, Terms.STANDARD)),
        Optional.of(grant));
  }

  private static RunInput.ToolJudged judged(
      DrivenRun run,
      String callId,
      Json input,
      Optional<Failure> refusal,
      Optional<Ticket> ticket,
      Optional<String> grant) {
    ActionRef ref = Next.judgement(run.call(callId));
    return new RunInput.ToolJudged(ref, List.of(), input, digests(input), refusal, ticket, grant);
  }

  static CallDigests digests(Json input) {
    return new CallDigests(CallDigests.ofInput(input), "schema", "1");
  }

  private static Ticket ticket(DrivenRun run, String callId, Terms terms) {
    ToolCall call = run.call(callId);
    return new Ticket(
        approval(run, callId),
        callId,
        call.tool(),
        call.input(),
        digests(call.input()),
        "nonce",
        new Ticket.Cause("rule", "write", "somebody should look at it", Optional.empty()),
        terms,
        run.now(),
        run.now().plus(terms.expires()),
        false);
  }

  /// {@return the id of the question about a call in its current round}
  static String approval(DrivenRun run, String callId) {
    return "appr_" + callId + "_" + run.call(callId).gate().round();
  }

  static RunInput.Approve yes(DrivenRun run, Approver by) {
    return word(run, Decision.APPROVED, by);
  }

  static RunInput.Approve no(DrivenRun run, Approver by) {
    return word(run, Decision.DENIED, by);
  }

  static RunInput.Approve word(DrivenRun run, Decision decision, Approver by) {
    return word(approval(run, "a"), decision, by);
  }

  static RunInput.Approve word(String approval, Decision decision, Approver by) {
    return new RunInput.Approve(
        approval, decision, by, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static RunInput.Approve edited(DrivenRun run, Approver by, Json input) {
    return new RunInput.Approve(
        approval(run, "a"),
        Decision.APPROVED,
        by,
        Optional.empty(),
        Optional.of(input),
        Optional.empty());
  }
}
