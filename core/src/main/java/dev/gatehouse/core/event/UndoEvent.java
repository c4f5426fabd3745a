package dev.gatehouse.core.event;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.undo.UndoReport;
import dev.gatehouse.core.undo.Undoable;
import java.util.List;
import java.util.Optional;

/// That what was done is taken back: because a step of a workflow failed that says so, or because
/// somebody cancelled the run with it. The calls that take it back are tool calls of the run.
public sealed interface UndoEvent extends Event {

  /// All that was done in a part of a run is to be taken back.
  ///
  /// @param undo names it: the beginning of the node that failed, or [#RUN]
  /// @param scope the path of the node in which all is taken back; empty when that is the whole run
  /// @param path the path of the node that failed, when one did
  /// @param attempt the attempt of that node
  /// @param failure why it failed
  record UndoBegan(
      String undo,
      String scope,
      Optional<String> path,
      Optional<Integer> attempt,
      Optional<Failure> failure,
      String by)
      implements UndoEvent {}

  /// What is to be taken back was found, the last of it first.
  ///
  /// @param page counts the searches, from 1
  /// @param before the place in the tree of the end of the earliest of these calls
  /// @param unknown the calls of which nobody knows whether they took effect
  /// @param rest whether there may be more
  /// @param failure why it could not be looked for
  record EffectsFound(
      String undo,
      int page,
      List<Undoable> effects,
      long before,
      List<UndoReport.Line> unknown,
      Rest rest,
      Optional<Failure> failure)
      implements UndoEvent {

    /// Copies the lists.
    public EffectsFound {
      effects = List.copyOf(effects);
      unknown = List.copyOf(unknown);
    }
  }

  /// Somebody wants nothing more to be taken back.
  record UndoStopped(String reason, String by) implements UndoEvent {}

  /// All is taken back that could be.
  record UndoEnded(String undo, Optional<String> path, Optional<Integer> attempt, UndoReport report)
      implements UndoEvent {}

  /// What an undo of a whole run is named.
  String RUN = "run";

  /// Whether there may be more to be found.
  enum Rest {
    NONE,
    MORE
  }
}
