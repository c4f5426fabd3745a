package dev.gatehouse.core.undo;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.Undo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads from the log of a tree which calls have worked that can be taken back, in a part of a run
/// and in all that was started for it, and that nothing has taken back yet.
///
/// It hears the events of the tree in order and keeps places in the log, no arguments and no
/// results, so that it stays small for a long run. Owned by one thread.
public final class EffectBook {

  private final String run;
  private final UndoScope scope;
  private final Set<String> family = new HashSet<>();
  private final Map<Key, Call> calls = new HashMap<>();
  private final Map<Key, Key> undoing = new HashMap<>();
  private final List<Found> found = new ArrayList<>();
  private final List<UndoReport.Line> unknown = new ArrayList<>();
  private final Set<Key> settled = new HashSet<>();

  /// A book of a part of a run.
  public EffectBook(String run, UndoScope scope) {
    this.run = run;
    this.scope = scope;
  }

  private record Key(String run, String call) {}

  /// A call that can be taken back once it has worked.
  ///
  /// @param input where in the log of its run its arguments stand
  private record Call(String tool, Undo undo, long input, Sent sent) {}

  private enum Sent {
    NO,
    YES
  }

  /// A call that has worked.
  ///
  /// @param input where in the log of its run its arguments stand
  /// @param end where in the log of its run its result stands
  /// @param pos the place of its end in the tree
  public record Found(
      String run, String call, String tool, Undo undo, long input, long end, long pos) {}

  /// Hears an event.
  ///
  /// @param stream the run it belongs to
  /// @param seq its place in the log of that run
  /// @param pos its place in the tree
  public void hear(String stream, long seq, long pos, Event event) {
    switch (event) {
      case RunEvent.ChildStarted child -> {
        if (isMeant(stream, child.call())) {
          family.add(child.child());
        }
      }
      case ToolEvent tool -> hear(stream, seq, pos, tool);
      default -> {}
    }
  }

  private boolean isMeant(String stream, String call) {
    return stream.equals(run)
        ? scope.path().isEmpty() || scope.holds(NodeState.pathOf(call))
        : family.contains(stream);
  }

  private void hear(String stream, long seq, long pos, ToolEvent event) {
    switch (event) {
      case ToolEvent.ToolCallRequested wish -> {
        Key key = new Key(stream, wish.callId());
        wish.undoes().ifPresent(taken -> undoing.put(key, new Key(taken.run(), taken.call())));
        if (wish.undoes().isEmpty() && isMeant(stream, wish.callId())) {
          wish.policy()
              .undo()
              .ifPresent(undo -> calls.put(key, new Call(wish.tool(), undo, seq, Sent.NO)));
        }
      }
      case ToolEvent.ToolCallJudged judged ->
          calls.computeIfPresent(
              new Key(stream, judged.callId()),
              (_, call) -> new Call(call.tool(), call.undo(), seq, call.sent()));
      case ToolEvent.ToolCallDispatched sent ->
          calls.computeIfPresent(
              new Key(stream, sent.callId()),
              (_, call) -> new Call(call.tool(), call.undo(), call.input(), Sent.YES));
      case ToolEvent.ToolCallFinished over -> over(stream, seq, pos, over);
      case ToolEvent.ClearanceVoided _,
          ToolEvent.ClientCallOffered _,
          ToolEvent.ToolRetryPlanned _,
          ToolEvent.ToolCallDoubted _ -> {}
    }
  }

  private void over(String stream, long seq, long pos, ToolEvent.ToolCallFinished over) {
    Key key = new Key(stream, over.callId());
    Key taken = undoing.remove(key);
    if (taken != null && !isGivenUp(over)) {
      settled.add(taken);
    }
    Call call = calls.remove(key);
    if (call == null) {
      return;
    }
    switch (over.outcome()) {
      case ToolOutcome.Ok _ ->
          found.add(
              new Found(stream, over.callId(), call.tool(), call.undo(), call.input(), seq, pos));
      case ToolOutcome.Failed(Failure failure) -> {
        if (call.sent() == Sent.YES && isUnclear(failure)) {
          unknown.add(UndoReport.Line.of(stream, over.callId(), call.tool()).because(failure));
        }
      }
    }
  }

  /// An undo that was never made because its run ended leaves its call to others.
  private static boolean isGivenUp(ToolEvent.ToolCallFinished over) {
    return over.outcome() instanceof ToolOutcome.Failed(Failure failure)
        && failure.code() == Failure.Code.CANCELLED;
  }

  /// Whether a call may have taken effect all the same.
  private static boolean isUnclear(Failure failure) {
    return switch (failure.code()) {
      case OUTCOME_UNKNOWN, TOOL_TIMEOUT, TIMEOUT, CANCELLED, CONNECTION, STREAM_CUT -> true;
      default -> false;
    };
  }

  /// {@return the calls that are to be taken back, the one that ended last first}
  ///
  /// @param before only those whose end stands before this place in the tree
  public List<Found> latest(long before, int limit) {
    return found.stream()
        .filter(one -> one.pos() < before && !settled.contains(new Key(one.run(), one.call())))
        .sorted(Comparator.comparingLong(Found::pos).reversed())
        .limit(limit)
        .toList();
  }

  /// {@return the calls of which nobody knows whether they took effect, in order}
  public List<UndoReport.Line> unknown() {
    return List.copyOf(unknown);
  }
}
