package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what becomes of tool calls.
final class ToolDecide {

  private static final RetryPolicy BACKOFF =
      new RetryPolicy(100, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofMinutes(10));

  /// How long a call that takes another one back waits when its tool allows no more for now.
  private static final Duration CROWDED = Duration.ofSeconds(10);

  private static final int MAX_CROWDED = 500;

  private ToolDecide() {}

  static Decision starting(RunState state, RunInput.ToolStarting starting) {
    return call(state, starting.ref())
        .filter(_ -> RunDecide.isOpen(state, starting.ref(), Mark.DECIDED))
        .map(call ->
            Decision.accept(
                new ToolEvent.ToolCallDispatched(
                    call.id(), starting.ref().attempt(), starting.key())))
        .orElseGet(() -> RunDecide.stale(starting.ref()));
  }

  static Decision ended(RunState state, RunInput.ToolEnded ended, Instant at) {
    return call(state, ended.ref())
        .filter(_ -> RunDecide.isOpen(state, ended.ref()))
        .<Decision>map(call -> new Decision.Accepted(over(state, call, ended, at)))
        .orElseGet(() -> RunDecide.stale(ended.ref()));
  }

  private static List<Event> over(
      RunState state, ToolCall call, RunInput.ToolEnded ended, Instant at) {
    List<Event> events = new ArrayList<>(QuestionDecide.dropped(state, call));
    events.add(outcome(state, call, ended, at));
    return events;
  }

  private static Event outcome(
      RunState state, ToolCall call, RunInput.ToolEnded ended, Instant at) {
    int failures = call.tries().failures() + 1;
    boolean wanted = call.isUndo() ? isWanted(state, call) : state.control().ending().isEmpty();
    boolean mayRetry = wanted && failures < call.policy().attempts();
    if (wanted
        && ended.outcome() instanceof ToolOutcome.Failed(Failure failure)
        && isCrowded(call, failure)) {
      return new ToolEvent.ToolRetryPlanned(
          call.id(), call.attempt() + 1, failure, at.plus(CROWDED));
    }
    if (mayRetry && ended.outcome() instanceof ToolOutcome.Failed(Failure failure)) {
      Optional<Duration> wait = BACKOFF.delay(failure, failures, Duration.ZERO, ended.draw());
      if (wait.isPresent()) {
        return new ToolEvent.ToolRetryPlanned(
            call.id(), call.attempt() + 1, failure, at.plus(wait.get()));
      }
    }
    return new ToolEvent.ToolCallFinished(
        call.id(),
        call.tool(),
        call.attempt(),
        ended.outcome(),
        ended.millis(),
        ended.blob(),
        ended.tainted(),
        ended.sandbox(),
        Optional.of(call.place().location()));
  }

  /// Whether a call takes another one back and comes too often: no model decides what to do then.
  private static boolean isCrowded(ToolCall call, Failure failure) {
    return call.isUndo()
        && failure.code() == Failure.Code.TOOL_RATE_LIMITED
        && call.tries().failures() < MAX_CROWDED;
  }

  /// {@return whether a call is to take another one back still}
  static boolean isWanted(RunState state, ToolCall call) {
    return state.undoings().ofCall(call.id()).filter(undoing -> !undoing.isStopped()).isPresent();
  }

  static Decision probed(RunState state, RunInput.ToolProbed probed) {
    return state.calls().values().stream()
        .filter(call -> Next.probe(call).equals(probed.ref()))
        .filter(_ -> RunDecide.isOpen(state, probed.ref()))
        .findFirst()
        .map(call -> Decision.accept(afterProbe(call, probed)))
        .orElseGet(() -> RunDecide.stale(probed.ref()));
  }

  private static Event afterProbe(ToolCall call, RunInput.ToolProbed probed) {
    return probed
        .outcome()
        .<Event>map(call::theirs)
        .orElseGet(() -> new ToolEvent.ToolCallDoubted(call.id(), call.attempt(), OnUnknown.RERUN));
  }

  static Optional<ToolCall> call(RunState state, ActionRef ref) {
    return state.calls().values().stream()
        .filter(call -> call.action().equals(ref.id()) && call.attempt() == ref.attempt())
        .findFirst();
  }
}
