package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.inquiry.BlockedOn;
import dev.gatehouse.core.inquiry.Happened;
import dev.gatehouse.core.inquiry.Wait;
import dev.gatehouse.core.inquiry.Why;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.testkit.random.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whatever happens to a run, it can be asked what it waits for and why.
final class InquiryPropertyTest {

  private static final int RUNS = Seeds.count("inquiries", 100);

  @Test
  void runThatIsUnderWayAlwaysWaitsForSomethingAndOneThatHasEndedForNothing() {
    Seeds.tryAll(
        RUNS,
        draw -> {
          RunJournal journal = new RandomSchedule(RunMachine.STANDARD, draw).play();
          List<Happened> log = happened(journal);
          int told = RunMachine.STANDARD.create(journal.spec()).events().size();
          for (RunJournal.Fed fed : journal.inputs()) {
            if (fed.result() instanceof Result.Stepped(RunMachine.Step step)) {
              told += step.events().size();
              check(step.state(), log.subList(0, told));
            }
          }
        });
  }

  private static void check(RunState run, List<Happened> log) {
    List<Wait> waits = BlockedOn.of(log);
    Instant now = log.getLast().at();
    if (run.ended()) {
      assertThat(waits).isEmpty();
    } else if (run.control().phase() == RunState.Phase.RUNNING) {
      assertThat(waits).as("of " + run).isNotEmpty();
    }
    assertThat(waits).allMatch(wait -> !wait.since().isAfter(now));
    Why why = Why.of(log, now);
    assertThat(why.summary()).isNotEmpty();
    assertThat(why.facts()).isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));
  }

  private static List<Happened> happened(RunJournal journal) {
    List<Happened> log = new ArrayList<>();
    for (RunJournal.Logged one : journal.log()) {
      log.add(new Happened(log.size() + 1L, one.stamp().pos(), one.stamp().at(), one.event()));
    }
    return log;
  }
}
