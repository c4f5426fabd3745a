package dev.gatehouse.core.run;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Hold;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.RunState.Open;
import dev.gatehouse.core.run.RunState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides what an input means for a run: pure, and the only place where an input can be refused.
///
/// Commands are answered at once; results of actions count only while their attempt is open, so
/// that whatever comes twice or too late is refused without a trace.
public final class RunDecide {

  private RunDecide() {}

  /// {@return what happened by this input}
  ///
  /// @param at the time of the input
  public static Decision on(RunState state, RunInput input, Instant at) {
    return switch (input) {
      case RunInput.Start start -> start(state, start);
      case RunInput.Steer steer -> steer(state, steer);
      case RunInput.Pause pause -> pause(state, pause);
      case RunInput.Resume resume -> resume(state, resume, at);
      case RunInput.Cancel cancel -> UndoDecide.cancel(state, cancel);
      case RunInput.EffectsFound found -> UndoDecide.found(state, found);
      case RunInput.Answer answer -> QuestionDecide.answer(state, answer);
      case RunInput.ModelStarting starting -> ModelDecide.starting(state, starting);
      case RunInput.BudgetShort shortage -> ModelDecide.budgetShort(state, shortage);
      case RunInput.ModelEnded ended -> ModelDecide.ended(state, ended, at);
      case RunInput.ContextLarge large -> ModelDecide.contextLarge(state, large);
      case RunInput.CompactionStarting starting -> compactionStarting(state, starting);
      case RunInput.Compacted done -> compacted(state, done);
      case RunInput.NotCompacted failed -> notCompacted(state, failed);
      case RunInput.ToolJudged judged -> JudgeDecide.judged(state, judged);
      case RunInput.ClearanceStale stale -> JudgeDecide.stale(state, stale);
      case RunInput.Approve word -> ApprovalDecide.on(state, word, at);
      case RunInput.ClientOffered offer -> ClientDecide.offered(state, offer);
      case RunInput.ClientAnswered answer -> ClientDecide.answered(state, answer);
      case RunInput.ToolAsked asked -> QuestionDecide.asked(state, asked);
      case RunInput.ChildBegan began -> ChildDecide.began(state, began);
      case RunInput.ChildDone done -> ChildDecide.done(state, done);
      case RunInput.NodeCall call -> NodeDecide.call(state, call);
      case RunInput.Remember remember -> NodeDecide.remembered(state, remember);
      case RunInput.NodeAsk ask -> NodeDecide.ask(state, ask, at);
      case RunInput.NodeBroken broken -> NodeDecide.broken(state, broken);
      case RunInput.NodeRouted routed -> NodeDecide.routed(state, routed);
      case RunInput.NodeMerged merged -> NodeDecide.merged(state, merged);
      case RunInput.SkipNode skip -> OrderDecide.skip(state, skip);
      case RunInput.RedoNode redo -> OrderDecide.redo(state, redo);
      case RunInput.InsertStep insert -> OrderDecide.insert(state, insert);
      case RunInput.Signal signal -> OrderDecide.signal(state, signal);
      case RunInput.GiveSignal given -> NodeDecide.given(state, given);
      case RunInput.WriteState write -> NodeDecide.write(state, write);
      case RunInput.SendMessage message -> NodeDecide.send(state, message, at);
      case RunInput.ToolStarting starting -> ToolDecide.starting(state, starting);
      case RunInput.ToolEnded ended -> ToolDecide.ended(state, ended, at);
      case RunInput.ToolProbed probed -> ToolDecide.probed(state, probed);
      case RunInput.TimerRang rang -> TimerDecide.rang(state, rang.ref(), at);
      case RunInput.Lost lost -> LossDecide.lost(state, lost);
      case RunInput.Closed closed -> closed(state, closed);
    };
  }

  private static Decision start(RunState state, RunInput.Start start) {
    return state.control().phase() == Phase.QUEUED && state.control().ending().isEmpty()
        ? Decision.accept(started(state.spec(), start))
        : Decision.reject(
            Reason.ALREADY_DONE, "run '" + state.spec().id() + "' was started before");
  }

  static RunEvent started(RunSpec spec, RunInput.Start start) {
    return new RunEvent.RunStarted(
        spec.agent().name(),
        spec.agent().model(),
        spec.session(),
        spec.origin().parent(),
        start.branch(),
        start.history(),
        start.tainted());
  }

  private static Decision steer(RunState state, RunInput.Steer steer) {
    return state.ended() || state.control().ending().isPresent()
        ? over(state)
        : Decision.accept(new RunEvent.RunSteered(steer.messages(), steer.by(), steer.tainted()));
  }

  private static Decision pause(RunState state, RunInput.Pause pause) {
    if (state.ended() || state.control().ending().isPresent()) {
      return over(state);
    }
    return state.control().hold() == Hold.PAUSED
        ? Decision.reject(Reason.ALREADY_DONE, "run '" + state.spec().id() + "' is paused already")
        : Decision.accept(new RunEvent.RunPaused(pause.by()));
  }

  private static Decision resume(RunState state, RunInput.Resume resume, Instant at) {
    boolean limited =
        state.ended()
            && state.control().ending().filter(Ending.Limited.class::isInstance).isPresent();
    boolean ending = state.control().ending().isPresent();
    boolean paused = !ending && state.control().hold() == Hold.PAUSED;
    if (limited || paused) {
      return Decision.accept(
          new RunEvent.RunResumed(resume.by(), resume.limits(), paused(state, at)));
    }
    return ending
        ? over(state)
        : Decision.reject(
            Reason.INVALID,
            "run '" + state.spec().id() + "' is neither paused nor stopped at a limit");
  }

  private static Optional<Long> paused(RunState state, Instant at) {
    return Optional.ofNullable(state.open().get(Next.RESUME.id()))
        .map(pause -> Duration.between(pause.since(), at).toMillis());
  }

  private static Decision compactionStarting(RunState state, RunInput.CompactionStarting starting) {
    return isOpen(state, starting.ref(), Mark.DECIDED)
        ? Decision.accept(
            new ModelEvent.CompactionDispatched(
                state.talk().context().compactions(),
                starting.ref().attempt(),
                starting.model(),
                starting.reserved()))
        : stale(starting.ref());
  }

  private static Decision compacted(RunState state, RunInput.Compacted done) {
    return isOpen(state, done.ref())
        ? Decision.accept(
            new ModelEvent.ContextCompacted(
                state.talk().context().compactions(),
                done.summary(),
                done.through(),
                done.charsBefore(),
                done.charsAfter(),
                done.usage(),
                done.cost()))
        : stale(done.ref());
  }

  private static Decision notCompacted(RunState state, RunInput.NotCompacted failed) {
    return isOpen(state, failed.ref())
        ? Decision.accept(
            new ModelEvent.CompactionFailed(
                state.talk().context().compactions(),
                failed.ref().attempt(),
                failed.failure(),
                failed.usage(),
                failed.cost()))
        : stale(failed.ref());
  }

  private static Decision closed(RunState state, RunInput.Closed closed) {
    Mark mark = mark(state, closed.ref());
    return isOpen(state, closed.ref()) && mark != Mark.DISPATCHED && mark != Mark.STOPPING
        ? Decision.accept(new FlowEvent.ActionClosed(closed.ref()))
        : stale(closed.ref());
  }

  static boolean isOpen(RunState state, ActionRef ref) {
    Open open = state.open().get(ref.id());
    return open != null && open.ref().equals(ref);
  }

  static boolean isOpen(RunState state, ActionRef ref, Mark mark) {
    return isOpen(state, ref) && mark == mark(state, ref);
  }

  private static Mark mark(RunState state, ActionRef ref) {
    Open open = state.open().get(ref.id());
    return open == null ? Mark.DROPPED : open.mark();
  }

  static Decision stale(ActionRef ref) {
    return Decision.reject(Reason.STALE, "nobody waits for action '" + ref + "'");
  }

  static Decision over(RunState state) {
    return Decision.reject(
        Reason.RUN_ENDED, "run '" + state.spec().id() + "' has ended or is about to end");
  }
}
