package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.spi.CancelSignal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A cancel signal that can be rung once.
final class Bell implements CancelSignal {

  private final Set<Runnable> actions = new LinkedHashSet<>();
  private boolean rung;

  @Override
  public synchronized boolean cancelled() {
    return rung;
  }

  @Override
  public Registration onCancel(Runnable action) {
    synchronized (this) {
      if (!rung) {
        actions.add(action);
        return () -> forget(action);
      }
    }
    action.run();
    return () -> {};
  }

  private synchronized void forget(Runnable action) {
    actions.remove(action);
  }

  void ring() {
    List<Runnable> all;
    synchronized (this) {
      rung = true;
      all = List.copyOf(actions);
      actions.clear();
    }
    all.forEach(Runnable::run);
  }
}
