package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.interpreter.FlowState.Var;
import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the run of a slice hands to the map it works for: the outputs of its items, and what they
/// wrote to the shared state, which joins what is there by the rules of the keys.
final class Slices {

  private static final String ITEMS = "items";
  private static final String STATE = "state";

  private Slices() {}

  static Json pack(FlowState flow, Json items) {
    Map<String, Json> written = new LinkedHashMap<>();
    for (String key : flow.spec().workflow().state().keySet()) {
      Var value = flow.vars().get(FlowState.slot(Layout.ROOT, key));
      if (value != null) {
        written.put(key, value.value());
      }
    }
    return Json.obj(ITEMS, items, STATE, new Json.Obj(written));
  }

  static NodeOutcome items(Json packed) {
    return new NodeOutcome.Yielded(packed.at(ITEMS).orElse(Json.NULL));
  }

  /// Several keys in one go see each other's writes only after the events are folded; each key is
  /// written once.
  static List<Event> changes(FlowState flow, NodeState node, Json packed) {
    List<Event> events = new ArrayList<>();
    packed
        .at(STATE)
        .flatMap(Json::asObject)
        .ifPresent(state ->
            state
                .members()
                .forEach((key, value) ->
                    events.add(
                        Transforms.changed(
                            flow,
                            node,
                            key,
                            value,
                            Transforms.joined(flow, node, key, value),
                            Optional.empty()))));
    return events;
  }
}
