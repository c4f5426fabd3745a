package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.CallNames;
import dev.gatehouse.core.spi.ModelListener;
import java.util.HashMap;
import java.util.Map;

/// Tells another listener of tool calls by the ids they have in the run, which need not be those of
/// the provider.
record NamedCalls(ModelListener listener, CallNames names, Map<String, String> known)
    implements ModelListener {

  NamedCalls(ModelListener listener, CallNames names) {
    this(listener, names, new HashMap<>());
  }

  @Override
  public void text(String fragment) {
    listener.text(fragment);
  }

  @Override
  public void thinking(String fragment) {
    listener.thinking(fragment);
  }

  @Override
  public void toolInput(String callId, String fragment) {
    listener.toolInput(known.computeIfAbsent(callId, names::next), fragment);
  }

  @Override
  public void event(Json.Obj event) {
    listener.event(event);
  }

  @Override
  public void drained() {
    listener.drained();
  }
}
