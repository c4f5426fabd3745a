package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.spi.CancelSignal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A cancel signal a test can give.
final class StopButton implements CancelSignal {

  private final List<Runnable> actions = new CopyOnWriteArrayList<>();
  private volatile boolean pressed;

  void press() {
    pressed = true;
    actions.forEach(Runnable::run);
  }

  int listeners() {
    return actions.size();
  }

  @Override
  public boolean cancelled() {
    return pressed;
  }

  @Override
  public Registration onCancel(Runnable action) {
    actions.add(action);
    if (pressed) {
      action.run();
    }
    return () -> actions.remove(action);
  }
}
