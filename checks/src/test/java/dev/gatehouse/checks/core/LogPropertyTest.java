package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunFold;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.testkit.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The log is the truth: whoever reads it comes to the state of whoever wrote it.
final class LogPropertyTest {

  private static final int LOGS = Seeds.count("logs", 300);

  @Test
  void foldingAPrefixAndThenTheRestIsFoldingAll() {
    Seeds.tryAll(
        LOGS,
        draw -> {
          RunJournal journal = new RandomSchedule(RunMachine.STANDARD, draw).play();
          List<RunJournal.Logged> log = readBack(journal.log());
          for (int cut = 1; cut <= log.size(); cut++) {
            RunState prefix = fold(log.subList(0, cut));

            assertThat(fold(prefix, log.subList(cut, log.size()))).isEqualTo(journal.state());
          }
        });
  }

  @Test
  void replayOfTheInputsGivesTheSameSteps() {
    Seeds.tryAll(
        LOGS,
        draw -> {
          RunJournal journal = new RandomSchedule(RunMachine.STANDARD, draw).play();
          RunState state = RunMachine.STANDARD.create(journal.spec()).state();
          for (RunJournal.Fed fed : journal.inputs()) {
            Result result = RunMachine.STANDARD.step(state, fed.input(), fed.stamp());

            assertThat(result).isEqualTo(fed.result());
            state = result instanceof Result.Stepped stepped ? stepped.step().state() : state;
          }
        });
  }

  @Test
  void recordedDecisionsAreThoseTheLogLeadsTo() {
    Seeds.tryAll(
        LOGS,
        draw -> {
          RunJournal journal = new RandomSchedule(RunMachine.STANDARD, draw).play();
          RunState state = fold(journal.log().subList(0, 1));
          for (RunJournal.Logged entry : readBack(journal.log())) {
            if (entry.event() instanceof FlowEvent.Decided decided) {
              assertThat(RunMachine.STANDARD.decision(state)).isEqualTo(decided);
            }
            state = RunFold.apply(state, entry.event(), entry.stamp());
          }
        });
  }

  @Test
  void undispatchedActionsAreRebuiltAsTheyWereDecided() {
    Seeds.tryAll(
        LOGS,
        draw -> {
          RunJournal journal = new RandomSchedule(RunMachine.STANDARD, draw).play();
          for (RunJournal.Fed fed : journal.inputs()) {
            if (fed.result() instanceof Result.Stepped stepped) {
              StateLaws.checkRebuild(stepped.step().state());
            }
          }
        });
  }

  private static List<RunJournal.Logged> readBack(List<RunJournal.Logged> log) {
    List<RunJournal.Logged> read = new ArrayList<>();
    for (RunJournal.Logged entry : log) {
      String stored = Event.CODEC.encode(entry.event()).toString();
      read.add(new RunJournal.Logged(Event.CODEC.decode(Json.parse(stored)), entry.stamp()));
    }
    return read;
  }

  private static RunState fold(List<RunJournal.Logged> log) {
    RunState first = RunFold.start((RunEvent.RunCreated) log.getFirst().event());
    return fold(first, log.subList(1, log.size()));
  }

  private static RunState fold(RunState from, List<RunJournal.Logged> log) {
    RunState state = from;
    for (RunJournal.Logged entry : log) {
      state = RunFold.apply(state, entry.event(), entry.stamp());
    }
    return state;
  }
}
