package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.spi.ModelListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps what a model says, fragment by fragment.
final class SpokenWords implements ModelListener {

  final List<String> text = new ArrayList<>();
  final List<String> thinking = new ArrayList<>();
  final Map<String, String> inputs = new LinkedHashMap<>();
  int fragments;
  int drained;
  Runnable onFragment = () -> {};

  @Override
  public void text(String fragment) {
    text.add(fragment);
    heard();
  }

  @Override
  public void thinking(String fragment) {
    thinking.add(fragment);
    heard();
  }

  @Override
  public void toolInput(String callId, String fragment) {
    inputs.merge(callId, fragment, String::concat);
    heard();
  }

  @Override
  public void drained() {
    drained++;
  }

  private void heard() {
    fragments++;
    onFragment.run();
  }
}
