package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import org.junit.jupiter.api.Test;

/// How actions that come to nothing are closed.
class ClosingTest {

  private static final ActionRef COMPACTION = new ActionRef("compact-1", 1);

  @Test
  void compactionNobodyCanPayEndsTheRun() {
    DrivenRun run = compacting();

    run.post(tooDear(COMPACTION));

    assertThat(run.only(RunEvent.RunCompleted.class).stop()).isEqualTo(StopReason.BUDGET);
    assertThat(run.state().open()).isEmpty();
  }

  @Test
  void callThatWasDroppedBeforeItsBudgetFailedIsClosed() {
    DrivenRun run = DrivenRun.started(DrivenRun.spec());
    ActionRef model = run.model();
    run.post(new RunInput.Cancel("enough", "ann"));

    run.post(tooDear(model));

    assertThat(run.names()).endsWith("action_closed", "run_cancelled");
  }

  @Test
  void callInFlightIsNotClosedByAWord() {
    DrivenRun run = DrivenRun.started(DrivenRun.spec()).asks();

    assertThat(run.refusal(new RunInput.Closed(run.model()))).isEqualTo(Decision.Reason.STALE);
    assertThat(run.refusal(tooDear(run.model()))).isEqualTo(Decision.Reason.STALE);
  }

  @Test
  void contextIsShortenedOnceBeforeAnAnswer() {
    DrivenRun run = DrivenRun.started(DrivenRun.spec());
    run.post(new RunInput.ContextLarge(run.model()))
        .post(new RunInput.CompactionStarting(COMPACTION, "fake/small", new Cost(5)))
        .post(new RunInput.Compacted(COMPACTION, "short", 0, 900, 80, Usage.NONE, Cost.ZERO));

    assertThat(run.refusal(new RunInput.ContextLarge(run.model())))
        .isEqualTo(Decision.Reason.ALREADY_DONE);
  }

  @Test
  void contextThatCouldNotBeShortenedIsLeftAlone() {
    DrivenRun run = DrivenRun.started(DrivenRun.spec());
    Failure failure = Failure.of(Failure.Code.AUTH, "no key");
    run.post(new RunInput.ContextLarge(run.model()))
        .post(new RunInput.NotCompacted(COMPACTION, failure, Usage.NONE, Cost.ZERO));

    assertThat(run.refusal(new RunInput.ContextLarge(run.model())))
        .isEqualTo(Decision.Reason.ALREADY_DONE);
  }

  private static DrivenRun compacting() {
    DrivenRun run = DrivenRun.started(DrivenRun.spec()).asks();
    Failure failure = Failure.of(Failure.Code.CONTEXT_TOO_LONG, "too long");
    return run.hears(new ModelOutcome.Failed(failure, Usage.NONE));
  }

  private static RunInput tooDear(ActionRef ref) {
    return new RunInput.BudgetShort(ref, "run/run_1", new Cost(50), new Cost(80), new Cost(100));
  }
}
