package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Grant;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.approval.Terms.Eyes;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.ApprovalEvent.ApprovalResolved;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What humans say of calls, and who may.
final class ApprovalDecideTest {

  private static final Terms BY_OPERATOR =
      new Terms(
          Duration.ofMinutes(10),
          Terms.OnExpiry.DENY,
          List.of("operator"),
          Eyes.TWO,
          Optional.empty(),
          Optional.empty(),
          Terms.Standing.ALLOWED);

  @Test
  void approvedCallIsMadeOnce() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);
    RunInput.Approve yes = Judged.yes(run, Judged.ANN);

    run.post(yes);

    Action.CallTool call = (Action.CallTool) run.last().start().getFirst();
    assertThat(call.clearance().approval()).contains("appr_a_1");
    assertThat(run.only(ApprovalResolved.class).by()).isEqualTo("ann");
    assertThat(run.refusal(yes)).isEqualTo(Reason.ALREADY_DONE);
  }

  @Test
  void nothingIsCalledBeforeTheAnswer() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);

    assertThat(run.state().open())
        .containsOnlyKeys("wait.turn-1.call-0.approval", "wait.turn-1.call-0.approval-expiry");
    assertThat(run.refusal(new RunInput.ToolStarting(run.tool("a"), "key")))
        .isEqualTo(Reason.STALE);
  }

  @Test
  void denialAndItsReasonReachTheModel() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);

    run.post(
        new RunInput.Approve(
            "appr_a_1",
            ApprovalEvent.Decision.DENIED,
            Judged.ANN,
            Optional.of("wrong file"),
            Optional.empty(),
            Optional.empty()));

    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.USER_DENIED);
    assertThat(run.failure("a").message()).contains("wrong file");
    assertThat(run.model()).isEqualTo(new ActionRef("turn-2.model", 1));
  }

  @Test
  void denialIsOnlyADenialWhateverComesWithIt() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);

    run.post(
        new RunInput.Approve(
            "appr_a_1",
            ApprovalEvent.Decision.DENIED,
            Judged.ANN,
            Optional.empty(),
            Optional.of(Json.obj("path", Json.of("b.txt"))),
            Optional.of(grant(run))));

    assertThat(run.only(ApprovalResolved.class).grant()).isEmpty();
    assertThat(run.only(ApprovalResolved.class).edited()).isEmpty();
  }

  @Test
  void answerIsAYesOrANo() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);

    assertThat(run.refusal(Judged.word(run, ApprovalEvent.Decision.CANCELLED, Judged.ANN)))
        .isEqualTo(Reason.INVALID);
    assertThat(run.refusal(Judged.word(run, ApprovalEvent.Decision.EXPIRED, Judged.ANN)))
        .isEqualTo(Reason.INVALID);
  }

  @Test
  void roleDecidesWhoMayAnswer() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", BY_OPERATOR);

    assertThat(run.refusal(Judged.yes(run, Judged.ANN))).isEqualTo(Reason.FORBIDDEN);
    assertThat(run.refusal(Judged.no(run, Judged.EVE))).isEqualTo(Reason.FORBIDDEN);
    run.post(Judged.yes(run, Judged.BOB));

    assertThat(run.call("a").status()).isInstanceOf(ToolCall.Status.Wanted.class);
  }

  @Test
  void fourEyesAreNotThoseOfTheUserAlone() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", eyes(Terms.STANDARD, Eyes.FOUR));

    assertThat(run.refusal(Judged.yes(run, Judged.ANN))).isEqualTo(Reason.FORBIDDEN);
    run.post(Judged.yes(run, Judged.BOB));

    assertThat(run.call("a").status()).isInstanceOf(ToolCall.Status.Wanted.class);
  }

  @Test
  void standingApprovalIsRecordedWithTheAnswer() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);

    run.post(granting(run));

    assertThat(run.only(ApprovalResolved.class).grant()).contains(grant(run));
  }

  @Test
  void toolThatTakesNoStandingApprovalRefusesOne() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD.singly());

    assertThat(run.refusal(granting(run))).isEqualTo(Reason.INVALID);
    run.post(Judged.yes(run, Judged.ANN));

    assertThat(run.call("a").status()).isInstanceOf(ToolCall.Status.Wanted.class);
  }

  @Test
  void approvalMayBeGivenWhileTheRunIsPaused() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);
    run.post(new RunInput.Pause("ann")).post(Judged.yes(run, Judged.ANN));
    assertThat(run.state().open()).containsOnlyKeys("wait.resume");

    run.post(new RunInput.Resume("ann", RunLimits.STANDARD));

    assertThat(run.state().open()).containsOnlyKeys("turn-1.call-0");
  }

  @Test
  void questionThatComesDuringAPauseExpiresInIt() {
    DrivenRun run = DrivenRun.wishing("write").post(new RunInput.Pause("ann"));
    run.asksFor("a", Terms.STANDARD);

    run.rings("wait.turn-1.call-0.approval-expiry");

    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.APPROVAL_TIMEOUT);
    assertThat(run.state().open()).containsOnlyKeys("wait.resume");
  }

  @Test
  void endOfTheRunCancelsItsQuestions() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);

    run.post(new RunInput.Cancel("enough", "ann"));

    assertThat(run.only(ApprovalResolved.class).decision())
        .isEqualTo(ApprovalEvent.Decision.CANCELLED);
    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.CANCELLED);
    assertThat(run.refusal(Judged.word("appr_a_1", ApprovalEvent.Decision.APPROVED, Judged.ANN)))
        .isEqualTo(Reason.ALREADY_DONE);
  }

  @Test
  void runAboutToEndTakesNoAnswer() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.spec())
            .asks()
            .hears(DrivenRun.calls("a", "b"))
            .asksFor("a", Terms.STANDARD)
            .makes("b")
            .post(new RunInput.Cancel("enough", "ann"));

    assertThat(run.refusal(Judged.yes(run, Judged.ANN))).isEqualTo(Reason.ALREADY_DONE);
    run.toolEnds("b");

    assertThat(run.all(ToolEvent.ToolCallDispatched.class)).hasSize(1);
    assertThat(run.names()).endsWith("turn_ended", "run_cancelled");
  }

  private static RunInput.Approve granting(DrivenRun run) {
    return new RunInput.Approve(
        "appr_a_1",
        ApprovalEvent.Decision.APPROVED,
        Judged.ANN,
        Optional.empty(),
        Optional.empty(),
        Optional.of(grant(run)));
  }

  private static Grant grant(DrivenRun run) {
    return new Grant(
        "grant_1",
        Grant.Scope.SESSION,
        "write",
        "schema",
        Optional.empty(),
        "clerk",
        "ann",
        run.state().control().since(),
        Optional.empty());
  }

  static Terms eyes(Terms terms, Eyes eyes) {
    return new Terms(
        terms.expires(),
        terms.onExpiry(),
        terms.approvers(),
        eyes,
        terms.remindAfter(),
        terms.escalation(),
        terms.standing());
  }
}
