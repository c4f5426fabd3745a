package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.tool.ToolOutcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a judgement makes of a call, and what becomes of a judgement that is void.
final class JudgeDecideTest {

  private static final Json OTHER = Json.obj("path", Json.of("b.txt"));

  @Test
  void callIsJudgedBeforeItIsMade() {
    DrivenRun run = DrivenRun.wishing("write");

    assertThat(run.state().open()).containsOnlyKeys("turn-1.call-0.judge");
    assertThat(run.refusal(new RunInput.ToolStarting(run.tool("a"), "key")))
        .isEqualTo(Reason.STALE);
  }

  @Test
  void allowedCallIsMadeAsItWasJudged() {
    DrivenRun run = DrivenRun.wishing("write");

    run.allows("a");

    Action.CallTool call = (Action.CallTool) run.last().start().getFirst();
    assertThat(call.clearance().digests()).isEqualTo(Judged.digests(call.input()));
    assertThat(call.clearance().approval()).isEmpty();
  }

  @Test
  void deniedCallNeverReachesTheTool() {
    DrivenRun run = DrivenRun.wishing("write");

    run.post(Judged.denying(run, "a"));

    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.INTERCEPTOR_DENIED);
    assertThat(run.all(ToolEvent.ToolCallDispatched.class)).isEmpty();
    assertThat(run.model()).isEqualTo(new ActionRef("turn-2.model", 1));
  }

  @Test
  void rewrittenArgumentsAreTheOnesThatAreCalledWith() {
    DrivenRun run = DrivenRun.wishing("write");

    run.post(Judged.allowing(run, "a", OTHER));

    Action.CallTool call = (Action.CallTool) run.last().start().getFirst();
    assertThat(call.input()).isEqualTo(OTHER);
    assertThat(run.only(ToolEvent.ToolCallJudged.class).input()).isEqualTo(OTHER);
  }

  @Test
  void judgementCountsOnce() {
    DrivenRun run = DrivenRun.wishing("write");
    RunInput.ToolJudged judged = Judged.allowing(run, "a");
    run.post(judged);

    assertThat(run.refusal(judged)).isEqualTo(Reason.STALE);
  }

  @Test
  void questionWithoutAnybodyToAskIsARefusal() {
    DrivenRun run = DrivenRun.wishing(DrivenRun.headless(), "write");

    run.asksFor("a", Terms.STANDARD);

    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.APPROVAL_REQUIRED);
    assertThat(run.only(ToolEvent.ToolCallJudged.class).verdict())
        .isEqualTo(ToolEvent.Verdict.DENY);
    assertThat(run.all(ApprovalEvent.ApprovalRequested.class)).isEmpty();
  }

  @Test
  void standingGrantAnswersEvenWhereNobodyWatches() {
    DrivenRun run = DrivenRun.wishing(DrivenRun.headless(), "write");

    run.post(Judged.granted(run, "a", "grant_1"));

    ApprovalEvent.TicketMinted minted = run.only(ApprovalEvent.TicketMinted.class);
    Action.CallTool call = (Action.CallTool) run.last().start().getFirst();
    assertThat(minted.grant()).isEqualTo("grant_1");
    assertThat(call.clearance().approval()).contains(minted.ticket().id());
    assertThat(call.clearance().expires()).contains(minted.ticket().expires());
  }

  @Test
  void voidClearanceIsJudgedAgain() {
    DrivenRun run = DrivenRun.wishing("write").allows("a");

    run.post(new RunInput.ClearanceStale(run.tool("a"), "the policy has changed"));

    assertThat(run.state().open()).containsOnlyKeys("turn-1.call-0.judge");
    assertThat(run.open("turn-1.call-0.judge").attempt()).isEqualTo(2);
    assertThat(run.call("a").gate().clearance()).isEmpty();
  }

  @Test
  void callInFlightKeepsItsClearance() {
    DrivenRun run = DrivenRun.wishing("write").makes("a");

    assertThat(run.refusal(new RunInput.ClearanceStale(run.tool("a"), "late")))
        .isEqualTo(Reason.STALE);
  }

  @Test
  void clearanceThatIsAlwaysVoidIsGivenUp() {
    DrivenRun run = DrivenRun.wishing("write");

    for (int round = 1; round <= JudgeDecide.MAX_ROUNDS; round++) {
      run.allows("a").post(new RunInput.ClearanceStale(run.tool("a"), "it changes"));
    }

    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.APPROVAL_REQUIRED);
    assertThat(run.all(ToolEvent.ToolCallJudged.class)).hasSize(JudgeDecide.MAX_ROUNDS);
    assertThat(run.all(ToolEvent.ClearanceVoided.class)).hasSize(JudgeDecide.MAX_ROUNDS - 1);
  }

  @Test
  void callInDoubtThatMayNotBeRepeatedHasAnUnknownOutcome() {
    DrivenRun run = DrivenRun.wishing("send").makes("a");
    run.post(new RunInput.Lost(run.tool("a"), "quest_1"))
        .post(new RunInput.ClearanceStale(run.tool("a"), "the policy has changed"));

    run.post(Judged.denying(run, "a"));

    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.OUTCOME_UNKNOWN);
  }

  @Test
  void retryIsMadeUnderTheSameClearance() {
    DrivenRun run = DrivenRun.wishing("send").makes("a");
    Failure slow = Failure.of(Failure.Code.TOOL_TIMEOUT, "slow");
    run.post(
        new RunInput.ToolEnded(
            run.tool("a"), new ToolOutcome.Failed(slow), 5, Optional.empty(), 0.5, false));

    run.rings("wait.turn-1.call-0");

    Action.CallTool again = (Action.CallTool) run.last().start().getFirst();
    assertThat(again.ref().attempt()).isEqualTo(2);
    assertThat(again.clearance().round()).isEqualTo(1);
  }

  @Test
  void judgementOfACancelledRunIsOnlyClosed() {
    DrivenRun run = DrivenRun.wishing("write");
    RunInput.ToolJudged judged = Judged.asking(run, "a", Terms.STANDARD);
    run.post(new RunInput.Cancel("enough", "ann"));

    run.post(judged);

    assertThat(run.names())
        .endsWith("action_closed", "tool_call_finished", "turn_ended", "run_cancelled");
    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.CANCELLED);
  }
}
