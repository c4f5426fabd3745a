package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.interpreter.FlowState.Var;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.JsonTemplate;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Workflow.Scope;
import dev.gatehouse.core.workflow.Workflow.StateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values are made of values, and written to the shared state where they are declared.
final class Transforms {

  private Transforms() {}

  static List<Event> of(FlowState flow, NodeState node, TransformNode transform) {
    Json.Obj scope = NodeScope.of(flow, node.path());
    List<Event> events = new ArrayList<>();
    Json.ObjBuilder output = Json.object();
    for (Map.Entry<String, JsonTemplate> entry : transform.values().entrySet()) {
      Json value = entry.getValue().value(scope);
      output.put(entry.getKey(), value);
      if (flow.spec().workflow().state().containsKey(entry.getKey())) {
        events.add(write(flow, node, entry.getKey(), value));
      }
    }
    events.add(
        new NodeEvent.NodeReported(node.path(), Optional.of(output.build()), Optional.empty()));
    return events;
  }

  private static Event write(FlowState flow, NodeState node, String key, Json value) {
    return write(flow, node, key, value, Optional.empty());
  }

  /// {@return a write to the shared state}
  static Event write(
      FlowState flow, NodeState node, String key, Json value, Optional<String> write) {
    String path = node.path();
    StateKey declared = flow.spec().workflow().state().getOrDefault(key, StateKey.STANDARD);
    Optional<Var> old = NodeScope.variable(flow, path, key);
    MergeRule rule = MergeRule.named(declared.merge()).orElse(MergeRule.REPLACE);
    return new NodeEvent.StateChanged(
        key,
        declared.scope() == Scope.NODE ? Scope.NODE : declared.scope(),
        NodeScope.holder(flow, path, key),
        rule.wire(),
        value,
        rule.merge(old.map(Var::value).orElse(Json.NULL), value),
        old.map(Var::version).orElse(0) + 1,
        path,
        node.attempt(),
        write);
  }
}
