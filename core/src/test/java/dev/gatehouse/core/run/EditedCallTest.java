package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.json.Json;
import org.junit.jupiter.api.Test;

/// Calls into which a human put other arguments.
final class EditedCallTest {

  private static final Json OTHER = Json.obj("path", Json.of("b.txt"));

  @Test
  void editedArgumentsAreJudgedLikeAnyOthers() {
    DrivenRun run = edited(DrivenRun.wishing("write"));

    Action.JudgeTool judge = (Action.JudgeTool) run.last().start().getFirst();
    assertThat(judge.input()).isEqualTo(OTHER);
    assertThat(judge.editor()).contains("ann");
    assertThat(judge.ref().attempt()).isEqualTo(2);
    assertThat(run.state().open()).containsOnlyKeys("turn-1.call-0.judge");
  }

  @Test
  void editorHasAnsweredTheQuestionAboutTheEditedArguments() {
    DrivenRun run = edited(DrivenRun.wishing("write"));

    run.asksFor("a", Terms.STANDARD);

    assertThat(run.only(ApprovalEvent.TicketMinted.class).grant()).isEqualTo("ann");
    Action.CallTool call = (Action.CallTool) run.last().start().getFirst();
    assertThat(call.input()).isEqualTo(OTHER);
    assertThat(call.clearance().approval()).contains("appr_a_2");
    assertThat(call.clearance().digests()).isEqualTo(Judged.digests(OTHER));
  }

  @Test
  void editorDoesNotAnswerAQuestionToOthers() {
    DrivenRun run = edited(DrivenRun.wishing("write"));

    run.asksFor("a", ApprovalDecideTest.eyes(Terms.STANDARD, Terms.Eyes.FOUR));

    assertThat(run.all(ApprovalEvent.TicketMinted.class)).isEmpty();
    assertThat(run.refusal(Judged.yes(run, Judged.ANN))).isEqualTo(Decision.Reason.FORBIDDEN);
  }

  @Test
  void editedArgumentsMayBeDenied() {
    DrivenRun run = edited(DrivenRun.wishing("write"));

    run.post(Judged.denying(run, "a"));

    assertThat(run.failure("a").code()).isEqualTo(Failure.Code.INTERCEPTOR_DENIED);
    assertThat(run.state().calls()).isEmpty();
  }

  @Test
  void editorIsForgottenWhenTheClearanceIsVoid() {
    DrivenRun run = edited(DrivenRun.wishing("write")).asksFor("a", Terms.STANDARD);
    run.post(new RunInput.ClearanceStale(run.tool("a"), "the policy has changed"));

    run.asksFor("a", Terms.STANDARD);

    assertThat(run.call("a").status()).isInstanceOf(ToolCall.Status.Approving.class);
    assertThat(run.call("a").input()).isEqualTo(OTHER);
    assertThat(run.all(ApprovalEvent.TicketMinted.class)).hasSize(1);
  }

  private static DrivenRun edited(DrivenRun run) {
    run.asksFor("a", Terms.STANDARD);
    return run.post(Judged.edited(run, Judged.ANN, OTHER));
  }
}
