package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Frame.Body.Recorded;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Which run started which, as far as an onlooker has seen it; what happened before it came is
/// looked up.
final class Lineage {

  /// Deeper than trees may grow.
  private static final int MAX_DEPTH = 32;

  private final Map<String, String> parents = new ConcurrentHashMap<>();
  private final Function<String, Optional<String>> before;

  /// @param before finds the run that started another one
  Lineage(Function<String, Optional<String>> before) {
    this.before = before;
  }

  /// Learns from a frame.
  void hear(Frame frame) {
    if (frame.body() instanceof Recorded recorded
        && recorded.event() instanceof RunEvent.ChildStarted child) {
      parents.put(child.child(), recorded.run());
    }
  }

  /// {@return the runs from the top of a tree down to one of it, both included}
  List<String> path(String root, String run) {
    Deque<String> path = new ArrayDeque<>();
    Optional<String> at = Optional.of(run);
    while (at.isPresent() && !at.get().equals(root) && path.size() < MAX_DEPTH) {
      path.addFirst(at.get());
      at = parent(at.get());
    }
    path.addFirst(root);
    return List.copyOf(path);
  }

  private Optional<String> parent(String run) {
    String known = parents.get(run);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> found = before.apply(run);
    found.ifPresent(parent -> parents.put(run, parent));
    return found;
  }
}
