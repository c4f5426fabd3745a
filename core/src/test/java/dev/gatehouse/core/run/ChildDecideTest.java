package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.spi.ModelOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs that have started others.
final class ChildDecideTest {

  private static final RunLimits MINUTE = RunLimits.STANDARD.withTimeout(Duration.ofMinutes(1));

  @Test
  void backgroundRunKeepsItsParentFromEnding() {
    DrivenRun run = delegating("run_2").hears(DrivenRun.answer("it works on it"));

    assertThat(run.state().ended()).isFalse();
    assertThat(run.state().open()).containsOnlyKeys("wait.children");
    assertThat(run.names()).endsWith("model_replied", "turn_ended", "decided", "wait_began");
  }

  @Test
  void noticeOfABackgroundRunIsTheNextTurn() {
    DrivenRun run = delegating("run_2").hears(DrivenRun.answer("it works on it"));

    run.post(done("run_2"));

    assertThat(run.names()).endsWith("wait_began", "child_ended", "wait_ended", "decided");
    assertThat(run.model()).isEqualTo(new ActionRef("turn-3.model", 1));
    assertThat(run.state().talk().messages()).endsWith(Message.user("run_2 is done"));
    run.asks().hears(DrivenRun.answer("it is done"));
    assertThat(run.state().ended()).isTrue();
  }

  @Test
  void noticeDuringATurnWaitsForItsEnd() {
    DrivenRun run = delegating("run_2");

    run.post(done("run_2"));
    assertThat(run.state().talk().steered()).containsExactly(Message.user("run_2 is done"));
    run.hears(DrivenRun.answer("it works on it"));

    assertThat(run.model()).isEqualTo(new ActionRef("turn-3.model", 1));
    assertThat(run.state().talk().messages()).endsWith(Message.user("run_2 is done"));
  }

  @Test
  void everyOneOfSeveralRunsIsWaitedFor() {
    DrivenRun run = delegating("run_2", "run_3").hears(DrivenRun.answer("they work on it"));

    run.post(done("run_3")).asks().hears(DrivenRun.answer("one is done"));
    assertThat(run.state().open()).containsOnlyKeys("wait.children");
    run.post(done("run_2")).asks().hears(DrivenRun.answer("both are done"));

    assertThat(run.state().ended()).isTrue();
  }

  @Test
  void awaitedRunIsTheBusinessOfItsCall() {
    DrivenRun run = DrivenRun.wishing("write").makes("a").post(began("run_2", Attachment.AWAITED));

    run.post(done("run_2"));

    assertThat(run.only(RunEvent.ChildEnded.class).notice()).isEmpty();
    assertThat(run.state().talk().steered()).isEmpty();
    assertThat(run.state().children()).isEmpty();
  }

  @Test
  void steeredMessageWakesARunThatOnlyWaits() {
    DrivenRun run = delegating("run_2").hears(DrivenRun.answer("it works on it"));

    run.post(new RunInput.Steer(List.of(Message.user("how far is it?")), "ann"));

    assertThat(run.model()).isEqualTo(new ActionRef("turn-3.model", 1));
    run.asks().hears(DrivenRun.answer("not yet"));
    assertThat(run.state().open()).containsOnlyKeys("wait.children");
  }

  @Test
  void cancelledParentEndsWithTheLastOfItsRuns() {
    DrivenRun run = delegating("run_2", "run_3").hears(DrivenRun.answer("they work on it"));

    run.post(new RunInput.Cancel("enough", "ann")).post(done("run_2"));
    assertThat(run.state().ended()).isFalse();
    run.post(done("run_3"));

    assertThat(run.names()).endsWith("child_ended", "run_cancelled");
    assertThat(run.refusal(done("run_3"))).isEqualTo(Reason.STALE);
  }

  @Test
  void runThatGoesOnPastItsLimitHearsWhatItsChildrenSaid() {
    DrivenRun run =
        delegating(DrivenRun.limited(MINUTE), "run_2")
            .hears(DrivenRun.answer("it works on it"))
            .rings("wait.deadline");
    assertThat(run.state().ended()).isFalse();
    run.post(done("run_2"));
    assertThat(run.state().ended()).isTrue();

    run.post(new RunInput.Resume("ann", RunLimits.STANDARD));

    assertThat(run.model()).isEqualTo(new ActionRef("turn-3.model", 1));
    assertThat(run.state().talk().messages()).endsWith(Message.user("run_2 is done"));
  }

  @Test
  void brokenRunEndsWithTheLastOfItsRuns() {
    DrivenRun run = delegating("run_2");
    Failure failure = Failure.of(Failure.Code.AUTH, "no key");
    run.hears(new ModelOutcome.Failed(failure, Usage.NONE));
    assertThat(run.names()).contains("run_broke").doesNotContain("run_failed");

    run.post(done("run_2"));

    assertThat(run.only(RunEvent.RunFailed.class).failure()).isEqualTo(failure);
  }

  @Test
  void runBeginsAndEndsOnce() {
    DrivenRun run = delegating("run_2");

    assertThat(run.refusal(began("run_2", Attachment.BACKGROUND))).isEqualTo(Reason.ALREADY_DONE);
    run.post(done("run_2"));

    assertThat(run.refusal(done("run_2"))).isEqualTo(Reason.STALE);
  }

  @Test
  void runAboutToEndStartsNoOther() {
    DrivenRun run = DrivenRun.wishing("write").makes("a");
    run.post(new RunInput.Cancel("enough", "ann"));

    assertThat(run.refusal(began("run_2", Attachment.AWAITED))).isEqualTo(Reason.RUN_ENDED);
  }

  @Test
  void answerBesideABackgroundRunNeedNotSatisfyTheSchema() {
    DrivenRun run = delegating(DrivenRun.structured(), "run_2");

    run.hears(DrivenRun.answer("soon"), List.of("it is no object"));

    assertThat(run.state().open()).containsOnlyKeys("wait.children");
  }

  private static DrivenRun delegating(String... children) {
    return delegating(DrivenRun.spec(), children);
  }

  /// A run that has started others and is asked for the next turn.
  private static DrivenRun delegating(RunSpec spec, String... children) {
    DrivenRun run = DrivenRun.wishing(spec, "write").makes("a");
    for (String child : children) {
      run.post(began(child, Attachment.BACKGROUND));
    }
    return run.toolEnds("a").asks();
  }

  private static RunInput began(String child, Attachment attachment) {
    return new RunInput.ChildBegan(child, "a", "reader", "read", attachment);
  }

  private static RunInput done(String child) {
    return new RunInput.ChildDone(
        child, "completed", Usage.NONE, Cost.ZERO, child + " is done", false);
  }
}
