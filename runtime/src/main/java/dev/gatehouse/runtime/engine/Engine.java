package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.session.SessionState;

/// Sees to it that actions happen: the only part that differs between one process and a fleet.
///
/// An engine sees an action, never a history. What happens is posted back to the session as the
/// next input.
public interface Engine {

  /// Begins an action, or sets its timer. Returns at once.
  ///
  /// @param run the run as it is now
  /// @param session its session as it is now
  void dispatch(RunState run, SessionState session, Action action);

  /// Stops an action that is no longer wanted. Returns at once; an action that was begun posts how
  /// it ended.
  void cancel(String run, ActionRef ref);
}
