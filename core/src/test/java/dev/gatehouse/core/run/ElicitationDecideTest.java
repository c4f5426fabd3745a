package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What tools ask while they run.
final class ElicitationDecideTest {

  @Test
  void answerOfTheHumanIsRecordedForTheTool() {
    DrivenRun run = asking(DrivenRun.wishing("write").makes("a"));

    run.post(answer(Resolution.ANSWERED, Optional.of(Json.obj("size", Json.of(3)))));

    FlowEvent.QuestionResolved resolved = run.only(FlowEvent.QuestionResolved.class);
    assertThat(resolved.answer()).contains(Json.obj("size", Json.of(3)));
    assertThat(run.state().questions()).isEmpty();
    assertThat(run.state().open()).containsOnlyKeys("turn-1.call-0");
  }

  @Test
  void questionIsAnsweredOnce() {
    DrivenRun run = asking(DrivenRun.wishing("write").makes("a"));
    run.post(answer(Resolution.DECLINED, Optional.empty()));

    assertThat(run.refusal(answer(Resolution.DECLINED, Optional.empty())))
        .isEqualTo(Reason.ALREADY_DONE);
  }

  @Test
  void answerSaysSomething() {
    DrivenRun run = asking(DrivenRun.wishing("write").makes("a"));

    assertThat(run.refusal(answer(Resolution.ANSWERED, Optional.empty())))
        .isEqualTo(Reason.INVALID);
  }

  @Test
  void questionEndsWithItsCall() {
    DrivenRun run = asking(DrivenRun.wishing("write").makes("a"));

    run.toolEnds("a");

    assertThat(run.only(FlowEvent.QuestionResolved.class).resolution())
        .isEqualTo(Resolution.CANCELLED);
    assertThat(run.state().questions()).isEmpty();
  }

  @Test
  void questionOfALostCallGivesWayToTheOneAboutTheLoss() {
    DrivenRun run = asking(DrivenRun.wishing("write").makes("a"));

    run.post(new RunInput.Lost(run.tool("a"), "quest_2"));

    assertThat(run.only(FlowEvent.QuestionResolved.class).question()).isEqualTo("quest_1");
    assertThat(run.state().questions()).containsOnlyKeys("quest_2");
  }

  @Test
  void questionEndsWithTheRun() {
    DrivenRun run = asking(DrivenRun.wishing("write").makes("a"));

    run.post(new RunInput.Cancel("enough", "ann")).toolEnds("a");

    assertThat(run.only(FlowEvent.QuestionResolved.class).resolution())
        .isEqualTo(Resolution.CANCELLED);
    assertThat(run.state().ended()).isTrue();
  }

  @Test
  void onlyACallInFlightAsks() {
    DrivenRun run = DrivenRun.wishing("write").allows("a");
    RunInput.ToolAsked asked = question(run);

    assertThat(run.refusal(asked)).isEqualTo(Reason.STALE);
    run.toolStarts("a").toolEnds("a");
    assertThat(run.refusal(asked)).isEqualTo(Reason.STALE);
  }

  @Test
  void nobodyIsAskedWhereNobodyWatches() {
    DrivenRun run = DrivenRun.wishing(DrivenRun.headless(), "write").makes("a");

    assertThat(run.refusal(question(run))).isEqualTo(Reason.INVALID);
  }

  private static DrivenRun asking(DrivenRun run) {
    return run.post(question(run));
  }

  private static RunInput.ToolAsked question(DrivenRun run) {
    return new RunInput.ToolAsked(
        run.tool("a"), "quest_1", "Which size?", Json.obj("type", Json.of("object")));
  }

  private static RunInput.Answer answer(Resolution resolution, Optional<Json> answer) {
    return new RunInput.Answer("quest_1", resolution, answer, "ann");
  }
}
