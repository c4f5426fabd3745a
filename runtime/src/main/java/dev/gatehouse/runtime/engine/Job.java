package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.CancelSignal;
import java.util.function.Function;

/// One action being performed.
///
/// @param run the run as it was when the action was dispatched
/// @param session its session as it was then
/// @param cancel comes when the action is no longer wanted
/// @param post says something to the run, and waits until it is durable, however long the store is
///   out of order
public record Job<A extends Action>(
    RunState run,
    SessionState session,
    A action,
    CancelSignal cancel,
    Function<RunInput, Result> post) {

  RunSpec spec() {
    return run.spec();
  }

  /// {@return whether the input counted}
  boolean tell(RunInput input) {
    return post.apply(input) instanceof Result.Stepped;
  }

  /// Says that the action was dropped before it did anything.
  void close() {
    tell(new RunInput.Closed(action.ref()));
  }
}
