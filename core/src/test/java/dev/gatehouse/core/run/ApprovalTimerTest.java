package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.ApprovalEvent.ApprovalResolved;
import dev.gatehouse.core.run.Decision.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the time does to a question about a call.
final class ApprovalTimerTest {

  private static final String EXPIRY = "wait.turn-1.call-0.approval-expiry";
  private static final String REMINDER = "wait.turn-1.call-0.reminder";
  private static final String ESCALATION = "wait.turn-1.call-0.escalation";
  private static final Terms PATIENT =
      new Terms(
          Duration.ofMinutes(10),
          Terms.OnExpiry.CANCEL_RUN,
          List.of("operator"),
          Terms.Eyes.TWO,
          Optional.of(Duration.ofMinutes(2)),
          Optional.of(new Terms.Escalation(Duration.ofMinutes(5), "admin")),
          Terms.Standing.REFUSED);

  @Test
  void expiryThatComesFirstCounts() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);
    RunInput.Approve yes = Judged.yes(run, Judged.ANN);

    run.waits(Duration.ofMinutes(10)).rings(EXPIRY);

    assertThat(run.only(ApprovalResolved.class).decision())
        .isEqualTo(ApprovalEvent.Decision.EXPIRED);
    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.APPROVAL_TIMEOUT);
    assertThat(run.refusal(yes)).isEqualTo(Reason.ALREADY_DONE);
  }

  @Test
  void answerThatComesFirstCounts() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);
    ActionRef expiry = run.open(EXPIRY);

    run.post(Judged.yes(run, Judged.ANN));

    assertThat(run.last().drop()).contains(expiry);
    assertThat(run.refusal(new RunInput.TimerRang(expiry))).isEqualTo(Reason.STALE);
  }

  @Test
  void answerAfterTheTimeIsTooLateThoughNoTimerHasRung() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);

    run.waits(Duration.ofMinutes(10));

    assertThat(run.refusal(Judged.yes(run, Judged.ANN))).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void expiryMayCancelTheRun() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", PATIENT);

    run.rings(EXPIRY);

    assertThat(run.names())
        .endsWith(
            "timer_fired",
            "approval_resolved",
            "tool_call_finished",
            "cancel_requested",
            "turn_ended",
            "run_cancelled");
  }

  @Test
  void reminderRingsOnceAndChangesNothingElse() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", PATIENT);

    run.rings(REMINDER);

    assertThat(run.only(ApprovalEvent.ApprovalReminded.class).approval()).isEqualTo("appr_a_1");
    assertThat(run.state().open())
        .containsOnlyKeys("wait.turn-1.call-0.approval", EXPIRY, ESCALATION);
  }

  @Test
  void escalationLetsAnotherRoleAnswer() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", PATIENT);
    assertThat(run.refusal(Judged.yes(run, Judged.EVE))).isEqualTo(Reason.FORBIDDEN);

    run.rings(ESCALATION);

    assertThat(run.only(ApprovalEvent.ApprovalEscalated.class).role()).isEqualTo("admin");
    assertThat(run.refusal(Judged.yes(run, Judged.ANN))).isEqualTo(Reason.FORBIDDEN);
    assertThat(run.state().open()).doesNotContainKey(ESCALATION).containsKey(REMINDER);
    run.post(Judged.yes(run, Judged.EVE));
    assertThat(run.state().open()).containsOnlyKeys("turn-1.call-0");
  }

  @Test
  void timersOfAnEarlierQuestionMeanNothingToALaterOne() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);
    ActionRef first = run.open(EXPIRY);
    run.post(Judged.yes(run, Judged.ANN))
        .post(new RunInput.ClearanceStale(run.tool("a"), "the policy has changed"))
        .asksFor("a", Terms.STANDARD);

    assertThat(run.open(EXPIRY).attempt()).isEqualTo(2);
    assertThat(run.refusal(new RunInput.TimerRang(first))).isEqualTo(Reason.STALE);
  }
}
