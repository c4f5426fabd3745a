package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Hold;
import dev.gatehouse.core.run.RunState.Phase;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.RandomRuns;
import java.time.Instant;
import java.util.List;

/// One life of a run under random people, crashes and repetitions, which turns fair after a while.
final class RandomSchedule {

  private static final Instant BEGINNING = Instant.parse("2026-01-01T12:00:00Z");
  private static final int WILD_STEPS = 150;
  private static final int CALM_STEPS = 3_000;

  private final Draw draw;
  private final SimulatedEngine engine;
  private final SimulatedPeople people;

  RandomSchedule(RunMachine machine, Draw draw) {
    this.draw = draw;
    RunJournal journal = new RunJournal(machine, RandomRuns.spec(draw, BEGINNING), BEGINNING);
    this.engine = new SimulatedEngine(journal, draw, BEGINNING);
    this.people = new SimulatedPeople(draw, engine);
  }

  RunJournal journal() {
    return engine.journal();
  }

  private RunState state() {
    return journal().state();
  }

  /// Plays to the end, and checks that there is one.
  RunJournal play() {
    wild(WILD_STEPS);
    engine.calm();
    for (int step = 0; step < CALM_STEPS && !state().ended(); step++) {
      kindly();
    }
    assertThat(state().ended()).as("a fair schedule ends: " + state()).isTrue();
    journal().close();
    return journal();
  }

  /// Goes wild for so many steps, or until the run is over for good.
  void wild(int steps) {
    for (int step = 0; step < steps; step++) {
      if (state().ended() && !goesOn()) {
        return;
      }
      wildly();
    }
  }

  void crash() {
    engine.crash();
  }

  private boolean goesOn() {
    boolean limited =
        state().control().ending().filter(Ending.Limited.class::isInstance).isPresent();
    return limited
        && draw.chance(0.6)
        && engine.post(new RunInput.Resume("ann", higher())) instanceof Result.Stepped;
  }

  private RunLimits higher() {
    return RandomRuns.limits(draw).withMaxTurns(state().progress().turn() + draw.below(4));
  }

  private void wildly() {
    if (draw.chance(0.12)) {
      command();
    } else if (draw.chance(0.04)) {
      engine.crash();
    } else if (draw.chance(0.06)) {
      repeat();
    } else if (engine.idle() || (people.areAsked() && draw.chance(0.3))) {
      unblock();
    } else {
      engine.advance();
    }
  }

  private void kindly() {
    boolean blocked = state().control().hold() == Hold.PAUSED || !state().questions().isEmpty();
    if (engine.idle() || blocked) {
      unblock();
    } else {
      engine.advance();
    }
  }

  /// Does what the run waits for somebody to do.
  private void unblock() {
    if (state().control().phase() == Phase.QUEUED) {
      engine.post(new RunInput.Start(0, 0, draw.chance(0.1)));
    } else if (people.areAsked() && draw.chance(0.7)) {
      people.reply();
    } else if (state().control().hold() == Hold.PAUSED && state().control().ending().isEmpty()) {
      engine.post(new RunInput.Resume("ann", state().control().limits()));
    } else {
      engine.advance();
    }
  }

  private void command() {
    switch (draw.below(12)) {
      case 0, 1, 2, 3 ->
          engine.post(new RunInput.Steer(List.of(Message.user(draw.words())), "ann"));
      case 4, 5 -> engine.post(new RunInput.Pause("ann"));
      case 6, 7 -> engine.post(new RunInput.Resume("ann", state().control().limits()));
      case 8 -> engine.post(new RunInput.Start(draw.below(3), draw.below(9), draw.chance(0.5)));
      case 9 -> cancelSeldom();
      default -> people.speak();
    }
  }

  private void cancelSeldom() {
    if (draw.chance(0.4)) {
      RunInput.Cancel.Undo undo = draw.oneOf(List.of(RunInput.Cancel.Undo.values()));
      engine.post(new RunInput.Cancel("enough", "ann", undo));
    }
  }

  /// Says again what an action said before: nobody may listen.
  private void repeat() {
    List<RunInput> said =
        journal().inputs().stream()
            .filter(fed ->
                fed.result() instanceof Result.Stepped(RunMachine.Step step) && counted(step))
            .map(RunJournal.Fed::input)
            .filter(RandomSchedule::countsOnce)
            .toList();
    if (!said.isEmpty()) {
      assertThat(engine.post(draw.oneOf(said))).as("said twice").isInstanceOf(Result.Refused.class);
    }
  }

  /// What only closes an action that nobody wants any more may do so each time it is begun anew.
  private static boolean counted(RunMachine.Step step) {
    return !(step.events().getFirst() instanceof FlowEvent.ActionClosed);
  }

  private static boolean countsOnce(RunInput input) {
    return switch (input) {
      case RunInput.ModelStarting _, RunInput.ModelEnded _ -> true;
      case RunInput.CompactionStarting _, RunInput.Compacted _, RunInput.NotCompacted _ -> true;
      case RunInput.ToolStarting _, RunInput.ToolEnded _, RunInput.ToolProbed _ -> true;
      case RunInput.ToolJudged _, RunInput.Approve _, RunInput.ClientOffered _ -> true;
      case RunInput.ClientAnswered _, RunInput.Answer _, RunInput.ChildDone _ -> true;
      case RunInput.Start _ -> true;
      default -> false;
    };
  }
}
