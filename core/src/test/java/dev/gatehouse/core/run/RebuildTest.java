package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.tool.ToolOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What recovery makes of the decisions on record.
final class RebuildTest {

  @Test
  void judgementIsBegunAnew() {
    DrivenRun run = DrivenRun.wishing("write");

    assertThat(Rebuild.undispatched(run.state())).isEqualTo(run.last().start());
  }

  @Test
  void judgementOfEditedArgumentsKnowsItsEditor() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);
    run.post(Judged.edited(run, Judged.ANN, Json.obj("path", Json.of("b.txt"))));

    assertThat(Rebuild.undispatched(run.state())).isEqualTo(run.last().start());
  }

  @Test
  void clearedCallKeepsItsClearance() {
    DrivenRun run = DrivenRun.wishing("write").asksFor("a", Terms.STANDARD);
    run.post(Judged.yes(run, Judged.ANN));

    assertThat(Rebuild.undispatched(run.state())).isEqualTo(run.last().start());
  }

  @Test
  void questionComesBackWithAllItsTimers() {
    Terms terms =
        new Terms(
            Duration.ofMinutes(10),
            Terms.OnExpiry.DENY,
            List.of("operator"),
            Terms.Eyes.FOUR,
            Optional.of(Duration.ofMinutes(2)),
            Optional.of(new Terms.Escalation(Duration.ofMinutes(5), "admin")),
            Terms.Standing.REFUSED);
    DrivenRun run = DrivenRun.wishing("write");
    Instant asked = run.now();
    run.asksFor("a", terms);

    assertThat(Rebuild.undispatched(run.state()))
        .isEqualTo(run.last().start())
        .contains(
            new Action.Await(new ActionRef("wait.turn-1.call-0.approval", 1), "approval"),
            wake("wait.turn-1.call-0.approval-expiry", asked.plus(Duration.ofMinutes(10))),
            wake("wait.turn-1.call-0.reminder", asked.plus(Duration.ofMinutes(2))),
            wake("wait.turn-1.call-0.escalation", asked.plus(Duration.ofMinutes(5))));
  }

  @Test
  void callAtItsClientComesBackWithItsExpiry() {
    DrivenRun run = DrivenRun.wishing("pick").allows("a");
    Instant expires = run.now().plus(Duration.ofMinutes(5));
    run.post(new RunInput.ClientOffered(run.tool("a"), "nonce", expires));

    assertThat(Rebuild.undispatched(run.state()))
        .containsExactly(
            new Action.Await(new ActionRef("wait.turn-1.call-0.client", 1), "client_tool"),
            wake("wait.turn-1.call-0.client-expiry", expires));
  }

  @Test
  void timesOfCallsWithTwoDigitsAreTheirOwn() {
    String[] ids = new String[12];
    for (int index = 0; index < ids.length; index++) {
      ids[index] = "call" + index;
    }
    DrivenRun run = DrivenRun.started(DrivenRun.spec()).asks().hears(DrivenRun.calls(ids));
    run.asksFor("call1", Terms.STANDARD).waits(Duration.ofMinutes(1));
    Instant later = run.now();
    run.asksFor("call11", Terms.STANDARD);

    assertThat(Rebuild.undispatched(run.state()))
        .contains(wake("wait.turn-1.call-11.approval-expiry", later.plus(Duration.ofMinutes(10))))
        .hasSize(14);
  }

  @Test
  void pauseBeforeAnotherAttemptEndsWhenItWould() {
    DrivenRun run = DrivenRun.wishing("send").makes("a");
    Failure slow = Failure.of(Failure.Code.TOOL_TIMEOUT, "slow");
    run.post(
        new RunInput.ToolEnded(
            run.tool("a"), new ToolOutcome.Failed(slow), 5, Optional.empty(), 0.5, false));

    assertThat(Rebuild.undispatched(run.state())).isEqualTo(run.last().start()).hasSize(1);
  }

  @Test
  void deadlineAndPauseComeBack() {
    RunLimits minute = RunLimits.STANDARD.withTimeout(Duration.ofMinutes(1));
    DrivenRun run = DrivenRun.started(DrivenRun.limited(minute)).post(new RunInput.Pause("ann"));

    assertThat(Rebuild.undispatched(run.state()))
        .contains(
            new Action.Await(new ActionRef("wait.resume", 1), "pause"),
            wake("wait.deadline", run.state().control().since().plus(Duration.ofMinutes(1))));
  }

  @Test
  void runThatWaitsForItsChildrenGoesOnWaiting() {
    DrivenRun run = DrivenRun.wishing("write").makes("a");
    run.post(new RunInput.ChildBegan("run_2", "a", "reader", "read", Attachment.BACKGROUND))
        .toolEnds("a")
        .asks()
        .hears(DrivenRun.answer("soon"));

    assertThat(Rebuild.undispatched(run.state()))
        .containsExactly(new Action.Await(new ActionRef("wait.children", 2), "child"));
  }

  @Test
  void attemptThatAnotherReleaseDecidedKeepsItsNumber() {
    DrivenRun run = DrivenRun.wishing("write").allows("a");
    ActionRef other = new ActionRef("turn-1.call-0", 3);
    RunState decided =
        run.state()
            .withOpen(Map.of(other.id(), new RunState.Open(other, Mark.DECIDED, Instant.EPOCH)));

    assertThat(Rebuild.undispatched(decided)).extracting(Action::ref).containsExactly(other);
  }

  private static Action wake(String id, Instant at) {
    return new Action.Wake(new ActionRef(id, 1), at);
  }
}
