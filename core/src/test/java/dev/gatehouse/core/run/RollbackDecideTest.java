package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.ApprovalEvent.ApprovalRequested;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.RunEvent.RunCancelled;
import dev.gatehouse.core.event.ToolEvent.ToolCallDoubted;
import dev.gatehouse.core.event.ToolEvent.ToolCallFinished;
import dev.gatehouse.core.event.ToolEvent.ToolRetryPlanned;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.event.UndoEvent.Rest;
import dev.gatehouse.core.event.UndoEvent.UndoEnded;
import dev.gatehouse.core.run.RunInput.Cancel.Undo;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.undo.UndoReport;
import dev.gatehouse.core.undo.Undoable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Runs that are cancelled and take back what they have done.
class RollbackDecideTest {

  private static final RunInput ROLLBACK = new RunInput.Cancel("enough", "ann", Undo.ALL);
  private static final ToolPolicy ONCE = ToolPolicy.STANDARD;

  private static DrivenRun rolledBack(ToolPolicy policy) {
    return found(
        DrivenRun.started(DrivenRun.spec()).post(ROLLBACK).rests(), policy, Rest.NONE, "a", "b");
  }

  private static DrivenRun found(DrivenRun run, ToolPolicy policy, Rest rest, String... calls) {
    List<Undoable> effects =
        List.of(calls).stream()
            .map(call ->
                new Undoable("run_1", call, "write", "erase", DrivenRun.INPUT, policy, "backend"))
            .toList();
    return run.post(
        new RunInput.EffectsFound(
            search(run), UndoEvent.RUN, effects, 7, List.of(), rest, Optional.empty()));
  }

  private static ActionRef search(DrivenRun run) {
    return run.open("undo-1.search");
  }

  private static UndoReport report(DrivenRun run) {
    return run.only(UndoEnded.class).report();
  }

  private static RunInput ended(DrivenRun run, String call, ToolOutcome outcome) {
    return new RunInput.ToolEnded(run.tool(call), outcome, 5, Optional.empty(), 0.5, false);
  }

  @Test
  void oneCallAfterTheOtherIsTakenBackAndThenTheRunIsCancelled() {
    DrivenRun run = rolledBack(ONCE);
    assertThat(run.state().calls()).containsOnlyKeys("@undo-1");

    run.makes("@undo-1").toolEnds("@undo-1");
    assertThat(run.state().calls()).containsOnlyKeys("@undo-2");
    run.makes("@undo-2").toolEnds("@undo-2");

    assertThat(report(run).undone()).extracting(UndoReport.Line::call).containsExactly("a", "b");
    assertThat(run.only(RunCancelled.class).by()).isEqualTo("ann");
  }

  @Test
  void moreIsLookedForUntilNothingIsFound() {
    DrivenRun run =
        found(DrivenRun.started(DrivenRun.spec()).post(ROLLBACK).rests(), ONCE, Rest.MORE, "a");
    run.makes("@undo-1").toolEnds("@undo-1");
    assertThat(search(run).attempt()).isEqualTo(2);

    found(run, ONCE, Rest.NONE);

    assertThat(report(run).count()).isEqualTo(1);
    assertThat(run.state().ended()).isTrue();
  }

  @Test
  void callThatTakesBackAndIsInDoubtFollowsItsOwnRule() {
    DrivenRun run = rolledBack(ToolPolicy.STANDARD.withOnUnknown(OnUnknown.RERUN));
    run.makes("@undo-1");

    run.post(new RunInput.Lost(run.tool("@undo-1"), "quest_1"));

    assertThat(run.only(ToolCallDoubted.class).rule()).isEqualTo(OnUnknown.RERUN);
    assertThat(run.tool("@undo-1").attempt()).isEqualTo(2);
    assertThat(run.state().open()).containsOnlyKeys("turn-0.call-1");
  }

  @Test
  void callThatTakesBackMayAskAHumanThoughItsRunEnds() {
    DrivenRun run = rolledBack(ONCE);
    run.asksFor("@undo-1", Terms.STANDARD);
    String approval = run.only(ApprovalRequested.class).ticket().id();

    run.post(
        new RunInput.Approve(
            approval,
            ApprovalEvent.Decision.DENIED,
            Judged.ANN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));

    assertThat(run.failure("@undo-1").code()).isEqualTo(Failure.Code.USER_DENIED);
    assertThat(run.state().calls()).containsOnlyKeys("@undo-2");
  }

  @Test
  void callThatTakesBackWaitsWhenItsToolAllowsNoMoreForNow() {
    DrivenRun run = rolledBack(ONCE);
    run.allows("@undo-1");
    Failure crowded = Failure.of(Failure.Code.TOOL_RATE_LIMITED, "two a minute");

    run.post(ended(run, "@undo-1", new ToolOutcome.Failed(crowded)));

    assertThat(Duration.between(run.now(), run.only(ToolRetryPlanned.class).at())).hasSeconds(10);
  }

  @Test
  void secondCancelEndsItAndNamesWhatIsLeft() {
    DrivenRun run = rolledBack(ONCE);
    run.makes("@undo-1").post(new RunInput.Cancel("leave it", "bob"));
    assertThat(run.state().ended()).isFalse();

    run.toolEnds("@undo-1");

    assertThat(report(run).undone()).hasSize(1);
    assertThat(report(run).failed()).extracting(UndoReport.Line::call).containsExactly("b");
    assertThat(report(run).stopped()).contains("bob");
    assertThat(run.state().ended()).isTrue();
  }

  @Test
  void cancelByTheRunAboveLetsItGoOn() {
    DrivenRun run = rolledBack(ONCE);

    assertThat(run.refusal(new RunInput.Cancel("it ends", "run_0", Undo.AS_IT_IS)))
        .isEqualTo(Decision.Reason.RUN_ENDED);
    assertThat(run.state().calls()).containsOnlyKeys("@undo-1");
  }

  @Test
  void runThatIsBeingCancelledMayStillBeToldToTakeBack() {
    DrivenRun run = DrivenRun.started(DrivenRun.spec()).asks();
    run.post(new RunInput.Cancel("enough", "ann"));
    run.post(ROLLBACK);

    assertThat(run.refusal(ROLLBACK)).isEqualTo(Decision.Reason.RUN_ENDED);
    assertThat(run.all(FlowEvent.TimerFired.class)).isEmpty();
    assertThat(run.state().undoings().open()).containsOnlyKeys(UndoEvent.RUN);
  }

  @Test
  void runThatHasNotBegunHasNothingToTakeBack() {
    DrivenRun run = DrivenRun.created(DrivenRun.spec()).post(ROLLBACK);

    assertThat(run.state().ended()).isTrue();
    assertThat(run.all(UndoEvent.UndoBegan.class)).isEmpty();
    assertThat(run.all(ToolCallFinished.class)).isEmpty();
  }
}
