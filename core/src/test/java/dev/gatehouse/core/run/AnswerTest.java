package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.spi.ModelOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the model's answers do to a run.
class AnswerTest {

  private static final List<String> FINDINGS = List.of("/answer: is missing");

  @Test
  void plainAnswerEndsTheRun() {
    DrivenRun run = DrivenRun.started(DrivenRun.spec()).asks();

    run.hears(DrivenRun.answer("hi"));

    assertThat(run.names()).endsWith("model_replied", "turn_ended", "run_completed");
    assertThat(run.state().talk().messages()).endsWith(Message.assistant("hi"));
  }

  @Test
  void toolUseWithoutToolsIsAnAnswer() {
    DrivenRun run = DrivenRun.started(DrivenRun.spec()).asks();

    run.hears(DrivenRun.reply(StopReason.TOOL_USE, new Content.Text("hi")));

    assertThat(run.only(RunEvent.RunCompleted.class).stop()).isEqualTo(StopReason.END_TURN);
  }

  @Test
  void rejectedAnswerNeverUndoesACancel() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.structured()).asks().post(new RunInput.Cancel("enough", "ann"));

    run.hears(DrivenRun.answer("{}"), FINDINGS);

    assertThat(run.names()).endsWith("model_replied", "turn_ended", "run_cancelled");
    assertThat(run.all(ModelEvent.OutputRejected.class)).isEmpty();
  }

  @Test
  void answerBeforeASteeredMessageNeedNotSatisfyTheSchema() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.structured())
            .asks()
            .post(new RunInput.Steer(List.of(Message.user("and in French")), "ann"));

    run.hears(DrivenRun.answer("{}"), FINDINGS);

    assertThat(run.state().progress().turn()).isEqualTo(2);
    assertThat(run.all(ModelEvent.OutputRejected.class)).isEmpty();
    assertThat(run.state().talk().messages()).endsWith(Message.user("and in French"));
  }

  @Test
  void turnOfAnAnswerRejectedTwiceEndsBeforeTheRun() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.structured()).asks().hears(DrivenRun.answer("{}"), FINDINGS);

    run.asks().hears(DrivenRun.answer("{}"), FINDINGS);

    assertThat(run.names()).endsWith("model_replied", "turn_ended", "run_broke", "run_failed");
    assertThat(run.all(RunEvent.TurnEnded.class))
        .extracting(RunEvent.TurnEnded::turn)
        .containsExactly(1, 2);
  }

  @Test
  void turnCutOffByAStoppingGatewayRunsAgain() {
    DrivenRun run = DrivenRun.started(DrivenRun.spec()).asks();

    run.hears(new ModelOutcome.CutOff(List.of(new Content.Text("he")), DrivenRun.USAGE));

    assertThat(run.only(ModelEvent.ModelFailed.class).plan()).isEqualTo(ModelEvent.Plan.RETRY);
    assertThat(run.model()).isEqualTo(new ActionRef("turn-1.model", 2));
    assertThat(run.state().spent().usage()).isEqualTo(DrivenRun.USAGE);
    assertThat(run.state().progress().failures()).isZero();
  }

  @Test
  void answerCutOffByACancelIsKept() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.spec()).asks().post(new RunInput.Cancel("enough", "ann"));

    run.hears(new ModelOutcome.CutOff(List.of(new Content.Text("he")), DrivenRun.USAGE));

    assertThat(run.names()).endsWith("model_cut_off", "run_cancelled");
    assertThat(run.state().talk().messages()).endsWith(Message.assistant("he"));
  }

  @Test
  void onlyAWholeAnswerOfTheModelIsTheOutput() {
    DrivenRun whole = DrivenRun.started(DrivenRun.structured()).asks();
    DrivenRun partial = DrivenRun.started(DrivenRun.structured()).asks();
    DrivenRun silent = DrivenRun.started(DrivenRun.structured()).asks();

    whole.hears(DrivenRun.answer("12"));
    partial.hears(DrivenRun.reply(StopReason.MAX_TOKENS, new Content.Text("1")));
    silent.hears(DrivenRun.reply(StopReason.END_TURN));

    assertThat(whole.only(RunEvent.RunCompleted.class).output()).contains(Json.of(12));
    assertThat(partial.only(RunEvent.RunCompleted.class).output()).isEmpty();
    assertThat(silent.only(RunEvent.RunCompleted.class).output()).isEmpty();
  }

  @Test
  void steeredMessageIsAnsweredHoweverTheTurnStopped() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.spec())
            .asks()
            .post(new RunInput.Steer(List.of(Message.user("in short, please")), "ann"));

    run.hears(DrivenRun.reply(StopReason.MAX_TOKENS, new Content.Text("It is a long")));

    assertThat(run.model()).isEqualTo(new ActionRef("turn-2.model", 1));
    assertThat(run.state().talk().messages()).endsWith(Message.user("in short, please"));
  }
}
