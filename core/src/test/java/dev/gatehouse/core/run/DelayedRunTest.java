package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.RunEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A run that begins later.
final class DelayedRunTest {

  private static final Instant DUE = Instant.EPOCH.plusSeconds(60);
  private static final RunSpec LATER =
      DrivenRun.spec().with(DrivenRun.spec().request().withDue(DUE));

  @Test
  void timerIsDecidedWithTheCreationAndFoundAgainAfterALoss() {
    RunMachine.Step created = RunMachine.STANDARD.create(LATER);

    Action.Wake timer = new Action.Wake(new ActionRef("wait.start", 1), DUE);
    assertThat(created.start()).containsExactly(timer);
    assertThat(created.events()).last().isInstanceOf(FlowEvent.Decided.class);
    assertThat(Rebuild.undispatched(created.state())).containsExactly(timer);
  }

  @Test
  void runStartsWhenItsTimerRingsAndOnlyOnce() {
    DrivenRun run = new DrivenRun(LATER).post(new RunInput.TimerRang(Next.START));

    assertThat(run.only(RunEvent.RunStarted.class).history()).isZero();
    assertThat(run.model().id()).isEqualTo("turn-1.model");
    assertThat(run.refusal(new RunInput.TimerRang(Next.START))).isEqualTo(Decision.Reason.STALE);
  }

  @Test
  void cancelledRunNeverStarts() {
    DrivenRun run = new DrivenRun(LATER).post(new RunInput.Cancel("no more", "ann"));

    assertThat(run.all(RunEvent.RunStarted.class)).isEmpty();
    assertThat(run.state().ended()).isTrue();
    assertThat(run.last().drop()).containsExactly(Next.START);
  }
}
