package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.event.UndoEvent.Rest;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.run.Undoings.Undoing;
import dev.gatehouse.core.undo.UndoReport;
import dev.gatehouse.core.undo.Undoable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says what is in flight, and what follows by itself, while a run takes back what it has done.
///
/// All is quiet first in the part of the run that is meant. Then the log says what has worked
/// there, and each of it is taken back by a tool call, one after the other, the last of it first.
/// One that fails is noted and the next one follows. Nothing of it is stopped by a time limit.
final class Undos {

  private static final String CALL = "@undo-";
  private static final String SEARCH = "undo-";
  private static final String SOUGHT = ".search";

  /// The turn that all calls are in that take others back; those of models and nodes count from 1.
  static final int TURN = 0;

  private static final String ACTION = "turn-" + TURN + ".";

  private Undos() {}

  static ActionRef search(Undoing undoing) {
    return new ActionRef(SEARCH + undoing.number() + SOUGHT, undoing.search().page());
  }

  /// {@return whether an action belongs to what is taken back}
  static boolean isUndo(ActionRef ref) {
    String id = ref.passive() ? ref.id().substring(ActionRef.WAIT.length()) : ref.id();
    return id.startsWith(ACTION) || isSearch(ref);
  }

  static boolean isSearch(ActionRef ref) {
    return ref.id().startsWith(SEARCH) && ref.id().endsWith(SOUGHT);
  }

  /// {@return what should be in flight}
  static List<Action> wanted(RunState state) {
    List<Action> wanted = new ArrayList<>();
    for (Undoing undoing : state.undoings().open().values()) {
      if (undoing.isStopped() || state.undoings().isHeldUp(undoing)) {
        continue;
      }
      if (undoing.isSeeking()) {
        if (isQuiet(state, undoing)) {
          wanted.add(seeking(undoing));
        }
      } else {
        undoing
            .call()
            .flatMap(id -> Optional.ofNullable(state.calls().get(id)))
            .ifPresent(call -> wanted.addAll(Next.call(call, state)));
      }
    }
    return wanted;
  }

  private static Action seeking(Undoing undoing) {
    return new Action.FindEffects(
        search(undoing), undoing.id(), undoing.scope(), undoing.search().before());
  }

  /// {@return the search that a reference stands for}
  static Optional<Action> rebuild(RunState state, ActionRef ref) {
    return state.undoings().open().values().stream()
        .filter(undoing -> search(undoing).equals(ref))
        .map(Undos::seeking)
        .findFirst();
  }

  /// {@return whether nothing is at work any more in the part of the run that is meant}
  private static boolean isQuiet(RunState state, Undoing undoing) {
    boolean children =
        state.children().values().stream().anyMatch(child -> isIn(undoing, child.call()));
    boolean calls =
        state.calls().values().stream()
            .filter(call -> !call.isUndo() && !ToolFold.isFinished(call))
            .anyMatch(call -> isIn(undoing, call.id()));
    boolean beginnings =
        state.open().values().stream()
            .map(RunState.Open::ref)
            .filter(ref -> !ref.passive() && !isUndo(ref))
            .anyMatch(ref -> isIn(undoing, ref));
    return !children && !calls && !beginnings;
  }

  private static boolean isIn(Undoing undoing, String work) {
    return undoing.scope().path().isEmpty() || undoing.scope().holds(NodeState.pathOf(work));
  }

  private static boolean isIn(Undoing undoing, ActionRef ref) {
    return undoing.scope().path().isEmpty()
        || Desired.path(ref).filter(undoing.scope()::holds).isPresent();
  }

  /// {@return what follows by itself}
  static List<Event> conclusions(RunState state) {
    for (Undoing undoing : state.undoings().open().values()) {
      List<Event> events =
          state.undoings().isHeldUp(undoing) ? List.of() : conclusions(state, undoing);
      if (!events.isEmpty()) {
        return events;
      }
    }
    return List.of();
  }

  private static List<Event> conclusions(RunState state, Undoing undoing) {
    Optional<ToolCall> call =
        undoing.call().flatMap(id -> Optional.ofNullable(state.calls().get(id)));
    if (call.isPresent()) {
      return undoing.isStopped() ? Orphans.givenUp(state, call.get()) : List.of();
    }
    if (undoing.isStopped()) {
      return List.of(ended(undoing, unfinished(undoing)));
    }
    if (!undoing.waiting().isEmpty()) {
      return List.of(requested(state, undoing, undoing.waiting().getFirst()));
    }
    return undoing.search().rest() == Rest.NONE
        ? List.of(ended(undoing, undoing.report()))
        : List.of();
  }

  private static Event requested(RunState state, Undoing undoing, Undoable effect) {
    int index = state.undoings().calls() + 1;
    return new ToolEvent.ToolCallRequested(
        CALL + index,
        effect.undo(),
        effect.input(),
        TURN,
        index,
        effect.policy(),
        effect.location(),
        Optional.of(
            new ToolEvent.Undone(undoing.id(), effect.run(), effect.call(), effect.tool())));
  }

  private static Event ended(Undoing undoing, UndoReport report) {
    return new UndoEvent.UndoEnded(undoing.id(), undoing.path(), undoing.attempt(), report);
  }

  private static UndoReport unfinished(Undoing undoing) {
    Failure stopped = Failure.of(Failure.Code.CANCELLED, "it was stopped before");
    UndoReport report = undoing.report();
    for (Undoable effect : undoing.waiting()) {
      report = report.failing(effect.line().because(stopped));
    }
    return report;
  }
}
