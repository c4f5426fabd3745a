package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.tool.ToolOutcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How a run comes to hold what strangers wrote, and never gets rid of it.
final class RunTaintTest {

  @Test
  void plainRunIsClean() {
    DrivenRun run = DrivenRun.wishing("write").makes("a").toolEnds("a");

    assertThat(run.state().talk().tainted()).isFalse();
  }

  @Test
  void taintedStartTaintsTheRun() {
    DrivenRun run = DrivenRun.created(DrivenRun.spec()).post(new RunInput.Start(1, 4, true));

    assertThat(run.state().talk().tainted()).isTrue();
  }

  @Test
  void taintedResultTaintsTheRunForGood() {
    DrivenRun run = DrivenRun.wishing("browse").makes("a");
    run.post(ended(run, "a"));

    run.asks().hears(DrivenRun.calls("b")).makes("b").toolEnds("b");

    assertThat(run.state().talk().tainted()).isTrue();
  }

  @Test
  void resultThatAProbeFoundIsTaintedLikeAnyOther() {
    DrivenRun run = DrivenRun.wishing("browse").makes("a");
    run.post(new RunInput.Lost(run.tool("a"), "quest_1"));
    ActionRef probe = run.open("turn-1.call-0.probe");

    run.post(new RunInput.ToolProbed(probe, Optional.of(ToolOutcome.ok(Json.of("a page")))));

    assertThat(run.only(ToolEvent.ToolCallFinished.class).tainted()).isTrue();
    assertThat(run.state().talk().tainted()).isTrue();
  }

  @Test
  void taintedChildTaintsItsParent() {
    DrivenRun run = DrivenRun.wishing("write").makes("a");
    run.post(new RunInput.ChildBegan("run_2", "a", "reader", "read", Attachment.AWAITED));

    run.post(
        new RunInput.ChildDone("run_2", "completed", Usage.NONE, Cost.ZERO, "it is read", true));

    assertThat(run.state().talk().tainted()).isTrue();
  }

  private static RunInput ended(DrivenRun run, String callId) {
    ToolOutcome outcome = ToolOutcome.ok(Json.of("a page"));
    return new RunInput.ToolEnded(run.tool(callId), outcome, 5, Optional.empty(), 0.5, true);
  }
}
