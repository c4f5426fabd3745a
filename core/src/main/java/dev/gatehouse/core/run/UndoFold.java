package dev.gatehouse.core.run;

import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.run.Undoings.Search;
import dev.gatehouse.core.run.Undoings.Undoing;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.undo.UndoReport;
import dev.gatehouse.core.undo.UndoScope;
import dev.gatehouse.core.undo.Undoable;

/// Folds what is taken back.
final class UndoFold {

  /// What stands in a report for calls that could not be looked for.
  private static final String THE_LOG = "the log of the run";

  private UndoFold() {}

  static RunState apply(RunState state, UndoEvent event) {
    Undoings all = state.undoings();
    return switch (event) {
      case UndoEvent.UndoBegan began ->
          state.with(
              all.beginning(
                  began.undo(), new UndoScope(began.scope()), began.path(), began.attempt()));
      case UndoEvent.EffectsFound found ->
          all.find(found.undo()).map(undoing -> found(state, undoing, found)).orElse(state);
      case UndoEvent.UndoStopped stop -> stopped(state, stop.by());
      case UndoEvent.UndoEnded ended -> state.with(all.ending(ended.undo(), ended.report()));
    };
  }

  private static RunState found(RunState state, Undoing undoing, UndoEvent.EffectsFound found) {
    UndoReport known = undoing.report().doubting(found.unknown());
    UndoReport report =
        found
            .failure()
            .map(why ->
                known.failing(UndoReport.Line.of(state.spec().id(), "", THE_LOG).because(why)))
            .orElse(known);
    Search next = new Search(found.page() + 1, found.before(), found.rest());
    return OpenActions.close(state, Undos.search(undoing))
        .with(state.undoings().with(undoing.finding(next, found.effects(), report)));
  }

  private static RunState stopped(RunState state, String by) {
    Undoings all = state.undoings();
    for (Undoing undoing : state.undoings().open().values()) {
      all = all.with(undoing.with(undoing.report().stopping(by)));
    }
    return state.with(all);
  }

  /// A call takes the next one back.
  static RunState called(RunState state, ToolEvent.ToolCallRequested wish, String undo) {
    return state
        .undoings()
        .find(undo)
        .map(undoing -> state.with(state.undoings().calling(undoing.calling(wish.callId()))))
        .orElse(state);
  }

  /// What came of a call that takes another one back.
  static RunState settled(RunState state, ToolEvent.ToolCallFinished over) {
    return state
        .undoings()
        .ofCall(over.callId())
        .filter(undoing -> !undoing.waiting().isEmpty())
        .map(undoing -> state.with(state.undoings().with(settled(undoing, over.outcome()))))
        .orElse(state);
  }

  private static Undoing settled(Undoing undoing, ToolOutcome outcome) {
    Undoable effect = undoing.waiting().getFirst();
    UndoReport report = undoing.report();
    return undoing.over(
        switch (outcome) {
          case ToolOutcome.Ok _ -> report.undoing(effect.line());
          case ToolOutcome.Failed failed -> report.failing(effect.line().because(failed.failure()));
        });
  }
}
