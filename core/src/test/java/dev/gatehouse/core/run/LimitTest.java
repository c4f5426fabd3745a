package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Runs that stop at a limit, and go on.
class LimitTest {

  private static final ActionRef DEADLINE = new ActionRef("wait.deadline", 1);
  private static final Failure STOPPED = Failure.of(Failure.Code.CANCELLED, "stopped");
  private static final RunLimits MINUTE = RunLimits.STANDARD.withTimeout(Duration.ofMinutes(1));

  @Test
  void runAboutToEndIsNotResumed() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.spec())
            .asks()
            .post(new RunInput.Pause("ann"))
            .post(new RunInput.Cancel("enough", "ann"));

    assertThat(run.refusal(new RunInput.Resume("ann", RunLimits.STANDARD)))
        .isEqualTo(Decision.Reason.RUN_ENDED);
  }

  @Test
  void rescueStoppedByALimitIsTriedAgainInTheSameTurn() {
    DrivenRun run = DrivenRun.started(DrivenRun.limited(MINUTE)).asks();
    Failure failure = Failure.of(Failure.Code.CONTEXT_TOO_LONG, "too long");
    ActionRef rescue = new ActionRef("compact-1", 1);
    run.hears(new ModelOutcome.Failed(failure, Usage.NONE))
        .post(new RunInput.CompactionStarting(rescue, "fake/small", new Cost(5)))
        .post(new RunInput.TimerRang(DEADLINE))
        .post(new RunInput.NotCompacted(rescue, STOPPED, Usage.NONE, Cost.ZERO));

    run.post(new RunInput.Resume("ann", RunLimits.STANDARD));

    assertThat(run.state().progress().turn()).isEqualTo(1);
    assertThat(run.state().open()).containsOnlyKeys("compact-1");
    assertThat(run.all(RunEvent.RunCompleted.class)).hasSize(1);
  }

  @Test
  void turnsAreCountedAsTheyWereMade() {
    DrivenRun run = DrivenRun.started(DrivenRun.limited(RunLimits.STANDARD.withMaxTurns(1))).asks();

    run.hears(DrivenRun.calls("a")).makes("a").toolEnds("a");

    assertThat(run.only(RunEvent.LimitReached.class).reached()).isEqualTo(BigDecimal.ONE);
    assertThat(run.state().progress().turn()).isEqualTo(2);
  }

  @Test
  void endStopsTheTimersOfTheRun() {
    DrivenRun run = DrivenRun.started(DrivenRun.limited(MINUTE)).asks();

    run.hears(DrivenRun.answer("hi"));

    assertThat(run.last().drop()).containsExactly(DEADLINE);
  }

  @Test
  void failuresBeforeALimitDoNotCountAfterIt() {
    DrivenRun run = DrivenRun.started(DrivenRun.limited(MINUTE)).asks();
    Failure busy = Failure.of(Failure.Code.OVERLOADED, "busy");
    run.hears(new ModelOutcome.Failed(busy, Usage.NONE)).post(new RunInput.TimerRang(DEADLINE));

    run.post(new RunInput.Resume("ann", RunLimits.STANDARD));

    assertThat(run.state().progress().failures()).isZero();
    assertThat(run.state().progress().failingSince()).isEmpty();
  }
}
