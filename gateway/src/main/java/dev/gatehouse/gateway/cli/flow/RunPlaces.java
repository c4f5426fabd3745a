package dev.gatehouse.gateway.cli.flow;

import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.json.Json;
import java.util.HashMap;
import java.util.Map;

/// Where the runs of a tree stand in the picture of the one at its top: a run that works for a node
/// stands at that node, one that an agent has started beneath that agent. Used by one thread.
final class RunPlaces {

  private final Map<String, String> places = new HashMap<>();

  /// {@return the place of what an event is about: the path of a node, from the top of the tree;
  /// empty for the top itself}
  String of(Json event) {
    return within(LineScreen.text(event, "run_id"), LineScreen.text(event, "path"));
  }

  /// {@return the place of a node of the run that says an event}
  String of(Json event, String node) {
    return within(LineScreen.text(event, "run_id"), node);
  }

  /// Learns where a run that another one has started stands.
  ///
  /// @return its place
  String learn(Json started) {
    String child = LineScreen.text(started, "child_run_id");
    String call = LineScreen.text(started, "tool_call_id");
    boolean works = NodeState.serialOf(call) > 0;
    String place =
        within(LineScreen.text(started, "run_id"), works ? NodeState.pathOf(call) : child);
    places.put(child, place);
    return place;
  }

  private String within(String run, String node) {
    String above = places.getOrDefault(run, "");
    if (above.isEmpty() || node.isEmpty()) {
      return above + node;
    }
    return above + "/" + node;
  }

  /// {@return the place of a run that has ended}
  String ended(Json finished) {
    return places.getOrDefault(LineScreen.text(finished, "child_run_id"), "");
  }
}
