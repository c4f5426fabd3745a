package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.spi.CancelSignal;
import java.util.ArrayList;
import java.util.List;

/// A [CancelSignal] that a test gives by hand.
public final class CancelSwitch implements CancelSignal {

  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  /// Gives the signal; actions run on this thread.
  public void cancel() {
    List<Runnable> due;
    synchronized (actions) {
      cancelled = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /// {@return how many actions wait for the signal}
  public int waiting() {
    synchronized (actions) {
      return actions.size();
    }
  }

  @Override
  public boolean cancelled() {
    synchronized (actions) {
      return cancelled;
    }
  }

  @Override
  public Registration onCancel(Runnable action) {
    synchronized (actions) {
      if (!cancelled) {
        actions.add(action);
        return () -> forget(action);
      }
    }
    action.run();
    return () -> {};
  }

  private void forget(Runnable action) {
    synchronized (actions) {
      actions.remove(action);
    }
  }
}
