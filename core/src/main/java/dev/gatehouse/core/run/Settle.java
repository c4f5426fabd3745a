package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.interpreter.Advance;
import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.run.Progress.Stage;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Phase;
import dev.gatehouse.core.run.Talk.Compactable;
import dev.gatehouse.core.tool.ToolOutcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draws the conclusions that need no effect: limits that are reached, calls that will never be
/// made, the end.
///
/// Asked after every input until there is nothing left to conclude.
public final class Settle {

  private Settle() {}

  /// {@return what follows from the state by itself, empty when nothing does}
  public static List<Event> of(RunState state) {
    if (state.control().phase() == Phase.ENDED) {
      return List.of();
    }
    if (state.progress().report().isPresent()
        && !(state.progress().stage() instanceof Stage.Calls)) {
      Progress.Report turn = state.progress().report().get();
      return List.of(new RunEvent.TurnEnded(turn.turn(), turn.usage(), turn.stop()));
    }
    if (state.flow().isPresent() && state.control().phase() == Phase.RUNNING) {
      List<Event> orphans = Orphans.of(state);
      if (!orphans.isEmpty()) {
        return orphans;
      }
      List<Event> nodes =
          state.control().ending().isPresent()
              ? Advance.ending(state.flow().get())
              : Advance.of(state.flow().get());
      if (!nodes.isEmpty()) {
        return nodes;
      }
    }
    List<Event> undone = Undos.conclusions(state);
    if (!undone.isEmpty()) {
      return undone;
    }
    if (state.control().ending().isPresent()) {
      return state.open().values().stream()
              .allMatch(open -> open.ref().passive() || Undos.isUndo(open.ref()))
          ? ending(state, state.control().ending().get())
          : List.of();
    }
    return state.control().phase() == Phase.RUNNING ? limits(state) : List.of();
  }

  /// A limit counts between two turns, never while a call is in flight.
  private static List<Event> limits(RunState state) {
    if (!(state.progress().stage() instanceof Stage.Ask ask)
        || RunDecide.isOpen(state, Next.model(state.progress().turn(), ask.attempt()))) {
      return List.of();
    }
    RunLimits limits = state.control().limits();
    int turn = state.progress().turn();
    if (turn > limits.maxTurns()) {
      return reached(StopReason.MAX_TURNS, turn - 1L, limits.maxTurns());
    }
    long used = state.spent().usage().total();
    if (limits.maxTokens().isPresent() && used >= limits.maxTokens().get()) {
      return reached(StopReason.BUDGET, used, limits.maxTokens().get());
    }
    boolean large = state.talk().context().isLarge(state.spec().agent().compactAt());
    return large
            && ask.attempt() == 1
            && state.talk().context().compactable() == Compactable.YES
            && state.talk().isShortenable()
        ? List.of(
            new ModelEvent.CompactionRequested(
                state.talk().context().compactions() + 1, ModelEvent.Cause.THRESHOLD))
        : List.of();
  }

  private static List<Event> reached(StopReason limit, long value, long max) {
    return List.of(
        new RunEvent.LimitReached(limit, BigDecimal.valueOf(value), BigDecimal.valueOf(max)));
  }

  private static List<Event> ending(RunState state, Ending ending) {
    List<Event> events = new ArrayList<>();
    List<ToolCall> calls = state.calls().values().stream().filter(call -> !call.isUndo()).toList();
    for (RunState.Question question : state.questions().values()) {
      if (!Orphans.isUndo(state, question)) {
        events.add(
            new FlowEvent.QuestionResolved(
                question.id(), FlowEvent.Resolution.CANCELLED, Optional.empty(), "run"));
      }
    }
    for (ToolCall call : calls) {
      if (call.status() instanceof ToolCall.Status.Approving(Ticket ticket, _, _)) {
        events.add(ApprovalDecide.cancelled(call, ticket));
      }
    }
    List<ToolCall> unfinished = calls.stream().filter(call -> !ToolFold.isFinished(call)).toList();
    unfinished.forEach(call -> events.add(neverMade(call)));
    if (unfinished.isEmpty() && state.children().isEmpty() && isDone(state)) {
      events.add(terminal(state, ending));
    }
    return events;
  }

  /// Whether all is taken back that is to be.
  private static boolean isDone(RunState state) {
    return state.undoings().open().isEmpty()
        && state.open().values().stream().allMatch(open -> open.ref().passive());
  }

  private static Optional<Json> output(RunState state) {
    return state.flow().isPresent() ? state.flow().map(FlowView::output) : state.structuredAnswer();
  }

  static Event neverMade(ToolCall call) {
    Failure failure =
        call.isDoubted()
            ? QuestionDecide.unknown(call.tool())
            : Failure.of(
                Failure.Code.CANCELLED, "the run ended before '" + call.tool() + "' was done");
    return call.ours(new ToolOutcome.Failed(failure));
  }

  private static Event terminal(RunState state, Ending ending) {
    var usage = state.spent().usage();
    var cost = state.spent().cost();
    return switch (ending) {
      case Ending.Completed done ->
          new RunEvent.RunCompleted(
              done.stop(), usage, cost, done.stop().isWhole() ? output(state) : Optional.empty());
      case Ending.Limited limited ->
          new RunEvent.RunCompleted(limited.stop(), usage, cost, Optional.empty());
      case Ending.Cancelled stopped ->
          new RunEvent.RunCancelled(stopped.reason(), stopped.by(), usage, cost);
      case Ending.Failed failed ->
          new RunEvent.RunFailed(failed.failure(), usage, cost, failed.discardFrom());
    };
  }
}
