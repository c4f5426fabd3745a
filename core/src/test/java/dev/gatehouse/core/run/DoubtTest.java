package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolOutcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Calls whose outcome a crash swallowed.
class DoubtTest {

  @Test
  void humanSaysWhetherTheCallIsMadeAgain() {
    DrivenRun run = lost();

    run.post(answer("rerun"));

    assertThat(run.tool("a")).isEqualTo(new ActionRef("turn-1.call-0", 3));
    assertThat(run.state().open()).containsOnlyKeys("turn-1.call-0");
  }

  @Test
  void confirmedCallIsNotMadeAgain() {
    DrivenRun run = lost();

    run.post(answer("done"));

    assertThat(run.only(ToolEvent.ToolCallFinished.class).outcome())
        .isInstanceOf(ToolOutcome.Ok.class);
    assertThat(run.model()).isEqualTo(new ActionRef("turn-2.model", 1));
  }

  @Test
  void doubtOutlivesTheWishToMakeTheCallAgain() {
    DrivenRun run = lost();
    run.post(answer("rerun"));
    ActionRef again = run.tool("a");
    run.post(new RunInput.Cancel("enough", "ann"));

    run.post(new RunInput.Closed(again));

    assertThat(code(run)).isEqualTo(Failure.Code.OUTCOME_UNKNOWN);
  }

  @Test
  void callThatWasNeverMadeIsCancelled() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.spec()).asks().hears(DrivenRun.calls("a")).allows("a");
    ActionRef call = run.tool("a");
    run.post(new RunInput.Cancel("enough", "ann"));

    run.post(new RunInput.Closed(call));

    assertThat(code(run)).isEqualTo(Failure.Code.CANCELLED);
  }

  private static Failure.Code code(DrivenRun run) {
    ToolOutcome outcome = run.only(ToolEvent.ToolCallFinished.class).outcome();
    return ((ToolOutcome.Failed) outcome).failure().code();
  }

  private static DrivenRun lost() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.spec()).asks().hears(DrivenRun.calls("a")).makes("a");
    return run.post(new RunInput.Lost(run.tool("a"), "quest_1"));
  }

  private static RunInput answer(String choice) {
    return new RunInput.Answer("quest_1", Resolution.ANSWERED, Optional.of(Json.of(choice)), "ann");
  }
}
