package dev.gatehouse.runtime.routing;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ModelListener;
import java.time.Duration;

/// Measures how long a model takes until its first word, on the way to whoever listens. Used by the
/// thread that reads the model.
public final class FirstWord implements ModelListener {

  private final ModelListener listener;
  private final long begun = System.nanoTime();
  private long heard;

  /// Listens on behalf of another, from now on.
  public FirstWord(ModelListener listener) {
    this.listener = listener;
  }

  /// {@return how long it took; until now when nothing was heard}
  public Duration after() {
    return Duration.ofNanos((heard == 0 ? System.nanoTime() : heard) - begun);
  }

  @Override
  public void text(String fragment) {
    hear();
    listener.text(fragment);
  }

  @Override
  public void thinking(String fragment) {
    hear();
    listener.thinking(fragment);
  }

  @Override
  public void toolInput(String callId, String fragment) {
    hear();
    listener.toolInput(callId, fragment);
  }

  @Override
  public void event(Json.Obj event) {
    listener.event(event);
  }

  @Override
  public void drained() {
    listener.drained();
  }

  private void hear() {
    if (heard == 0) {
      heard = System.nanoTime();
    }
  }
}
