package dev.gatehouse.testkit.model;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ModelListener;
import java.util.ArrayList;
import java.util.List;

/// Passes on what a model says and keeps it. Used by one thread, for one call.
final class Tape implements ModelListener {

  private final ModelListener listener;
  private final List<Take.Fragment> fragments = new ArrayList<>();

  Tape(ModelListener listener) {
    this.listener = listener;
  }

  List<Take.Fragment> fragments() {
    return fragments;
  }

  @Override
  public void text(String fragment) {
    fragments.add(new Take.Fragment.Text(fragment));
    listener.text(fragment);
  }

  @Override
  public void thinking(String fragment) {
    fragments.add(new Take.Fragment.Thought(fragment));
    listener.thinking(fragment);
  }

  @Override
  public void toolInput(String callId, String fragment) {
    fragments.add(new Take.Fragment.Input(callId, fragment));
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
}
