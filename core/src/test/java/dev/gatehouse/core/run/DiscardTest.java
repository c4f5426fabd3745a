package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a failed call makes void: the text of its own turn, and nothing before it.
class DiscardTest {

  private static final RunLimits MINUTE = RunLimits.STANDARD.withTimeout(Duration.ofMinutes(1));

  /// The model that was there a turn ago cannot be asked any more.
  private static DrivenRun findsNoModel(DrivenRun run, Failure.Code code) {
    Failure gone = Failure.of(code, "the model is gone");
    return run.post(
        new RunInput.ModelEnded(
            run.model(),
            new ModelOutcome.Failed(gone, Usage.NONE),
            Cost.ZERO,
            0.5,
            Map.of(),
            List.of()));
  }

  private static DrivenRun secondTurn() {
    return DrivenRun.started(DrivenRun.spec())
        .asks()
        .hears(DrivenRun.calls("a"))
        .makes("a")
        .toolEnds("a");
  }

  @Test
  void callThatWasNeverMadeVoidsNothingOfTheTurnBefore() {
    DrivenRun run = findsNoModel(secondTurn(), Failure.Code.NOT_FOUND);

    long over = run.place(run.only(RunEvent.TurnEnded.class));
    assertThat(run.only(ModelEvent.ModelFailed.class).discardFrom()).isEqualTo(over);
    assertThat(run.only(RunEvent.RunFailed.class).discardFrom()).contains(over);
  }

  @Test
  void callThatWasNeverMadeButMayBeVoidsNothingOfTheTurnBefore() {
    DrivenRun run = findsNoModel(secondTurn(), Failure.Code.OVERLOADED);

    assertThat(run.only(ModelEvent.ModelFailed.class).plan()).isEqualTo(ModelEvent.Plan.RETRY);
    assertThat(run.only(ModelEvent.ModelFailed.class).discardFrom())
        .isEqualTo(run.place(run.only(RunEvent.TurnEnded.class)));
  }

  @Test
  void firstCallThatWasNeverMadeNamesTheBeginning() {
    DrivenRun run = findsNoModel(DrivenRun.started(DrivenRun.spec()), Failure.Code.NOT_FOUND);

    assertThat(run.only(RunEvent.RunFailed.class).discardFrom())
        .contains(run.place(run.only(RunEvent.RunStarted.class)));
  }

  @Test
  void callThatWasMadeVoidsWhatItSaid() {
    DrivenRun run = secondTurn().asks();
    Event second = run.all(ModelEvent.ModelCallDispatched.class).getLast();

    run.hears(
        new ModelOutcome.Failed(Failure.of(Failure.Code.NOT_FOUND, "no such model"), Usage.NONE));

    assertThat(run.only(RunEvent.RunFailed.class).discardFrom()).contains(run.place(second));
  }

  @Test
  void callThatWasNeverMadeIsNotSaidToBeAnotherModels() {
    DrivenRun run =
        DrivenRun.started(DrivenRun.spec())
            .post(new RunInput.ModelStarting(new ActionRef("turn-1.model", 1), "b/c", Cost.ZERO))
            .hears(DrivenRun.calls("a"))
            .makes("a")
            .toolEnds("a");

    findsNoModel(run, Failure.Code.NOT_FOUND);

    assertThat(run.only(ModelEvent.ModelFailed.class).model())
        .isEqualTo(DrivenRun.spec().agent().model());
  }

  @Test
  void answerThatWasCutOffAtALimitStaysWhenTheRunGoesOn() {
    DrivenRun run = DrivenRun.started(DrivenRun.limited(MINUTE)).asks();
    run.post(new RunInput.TimerRang(new ActionRef("wait.deadline", 1)))
        .hears(new ModelOutcome.CutOff(List.of(), Usage.NONE))
        .post(new RunInput.Resume("ann", RunLimits.STANDARD));

    findsNoModel(run, Failure.Code.NOT_FOUND);

    assertThat(run.only(RunEvent.RunFailed.class).discardFrom())
        .contains(run.place(run.only(RunEvent.RunResumed.class)));
  }
}
