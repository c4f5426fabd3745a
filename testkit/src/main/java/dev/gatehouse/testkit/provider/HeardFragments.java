package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.spi.ModelListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A [ModelListener] that remembers what it heard.
public final class HeardFragments implements ModelListener {

  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<String> thoughts = new CopyOnWriteArrayList<>();
  private final Map<String, String> toolInputs = new LinkedHashMap<>();
  private int drains;

  @Override
  public void text(String fragment) {
    texts.add(fragment);
  }

  @Override
  public void thinking(String fragment) {
    thoughts.add(fragment);
  }

  @Override
  public void toolInput(String callId, String fragment) {
    toolInputs.merge(callId, fragment, String::concat);
  }

  @Override
  public void drained() {
    drains++;
  }

  /// {@return the fragments of text, in order}
  public List<String> texts() {
    return List.copyOf(texts);
  }

  /// {@return all text}
  public String text() {
    return String.join("", texts);
  }

  /// {@return all thought}
  public String thought() {
    return String.join("", thoughts);
  }

  /// {@return the arguments of each call, by its id}
  public Map<String, String> toolInputs() {
    return Map.copyOf(toolInputs);
  }

  /// {@return how many reads from the network there were}
  public int drains() {
    return drains;
  }
}
