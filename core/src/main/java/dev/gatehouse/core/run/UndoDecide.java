package dev.gatehouse.core.run;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.RunState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what it means that somebody cancels a run, with or without taking back what it has done,
/// and that what is to be taken back was found.
final class UndoDecide {

  private UndoDecide() {}

  static Decision cancel(RunState state, RunInput.Cancel cancel) {
    boolean ending = state.control().ending().isPresent();
    if (state.ended() || (ending && !mayTurn(state, cancel))) {
      return RunDecide.over(state);
    }
    List<Event> events = new ArrayList<>();
    if (!ending) {
      events.add(new RunEvent.CancelRequested(cancel.reason(), cancel.by()));
    }
    switch (cancel.undo()) {
      case ALL -> {
        if (state.control().phase() == Phase.RUNNING) {
          events.add(
              new UndoEvent.UndoBegan(
                  UndoEvent.RUN,
                  "",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  cancel.by()));
        }
      }
      case NOTHING -> {
        if (isUndoing(state)) {
          events.add(new UndoEvent.UndoStopped(cancel.reason(), cancel.by()));
        }
      }
      case AS_IT_IS -> {}
    }
    return new Decision.Accepted(events);
  }

  /// A run that is being cancelled may still be told to take back what it has done, once; and one
  /// that does may be told not to.
  private static boolean mayTurn(RunState state, RunInput.Cancel cancel) {
    return switch (cancel.undo()) {
      case ALL ->
          state.control().ending().filter(Ending.Cancelled.class::isInstance).isPresent()
              && state.control().phase() == Phase.RUNNING
              && state.undoings().open().isEmpty()
              && state.undoings().over().stream().noneMatch(it -> it.id().equals(UndoEvent.RUN));
      case NOTHING -> isUndoing(state);
      case AS_IT_IS -> false;
    };
  }

  private static boolean isUndoing(RunState state) {
    return state.undoings().open().values().stream().anyMatch(it -> !it.isStopped());
  }

  static Decision found(RunState state, RunInput.EffectsFound found) {
    if (RunDecide.isOpen(state, found.ref(), Mark.DROPPED)) {
      return Decision.accept(new FlowEvent.ActionClosed(found.ref()));
    }
    return RunDecide.isOpen(state, found.ref())
        ? Decision.accept(
            new UndoEvent.EffectsFound(
                found.undo(),
                found.ref().attempt(),
                found.effects(),
                found.before(),
                found.unknown(),
                found.rest(),
                found.failure()))
        : Decision.reject(Reason.STALE, "nobody waits for action '" + found.ref() + "'");
  }
}
