package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.interpreter.FlowState.Var;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.JsonTemplate;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Workflow.StateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Values are made of values, and written to the shared state where they are declared.
///
/// A rule that is not one of [MergeRule] is code of somebody else's. It is asked outside, before
/// the transformation concludes; what it said comes back as
/// [dev.gatehouse.core.run.RunInput.NodeMerged].
public final class Transforms {

  private Transforms() {}

  /// {@return whether a key of the shared state has a rule of somebody else's}
  public static boolean isForeign(FlowState flow, String key) {
    return MergeRule.named(declared(flow, key).merge()).isEmpty();
  }

  static List<Event> of(FlowState flow, NodeState node, TransformNode transform) {
    return transform.values().keySet().stream().anyMatch(key -> isForeign(flow, key))
        ? List.of()
        : done(flow, node, transform, Map.of());
  }

  /// {@return what is to be asked of foreign rules, if anything}
  static Optional<Errand> foreign(FlowState flow, NodeState node, TransformNode transform) {
    Json.Obj scope = NodeScope.of(flow, node.path());
    List<Errand.Write> writes =
        transform.values().entrySet().stream()
            .filter(entry -> isForeign(flow, entry.getKey()))
            .map(entry -> write(flow, node, entry.getKey(), entry.getValue().value(scope)))
            .toList();
    return writes.isEmpty() ? Optional.empty() : Optional.of(new Errand.Merge(writes));
  }

  /// {@return a write as it is to be asked of a foreign rule}
  public static Errand.Write write(FlowState flow, NodeState node, String key, Json value) {
    Optional<Var> old = NodeScope.variable(flow, node.path(), key);
    return new Errand.Write(
        key,
        declared(flow, key).merge(),
        old.map(Var::value).orElse(Json.NULL),
        value,
        old.map(Var::version).orElse(0));
  }

  /// {@return what a transformation does, with what foreign rules made of its writes; empty when
  /// those were asked about values that are others by now}
  public static Optional<List<Event>> merged(
      FlowState flow, NodeState node, TransformNode transform, Map<Errand.Write, Json> results) {
    Optional<Errand> wanted = foreign(flow, node, transform);
    if (!(wanted.orElse(null) instanceof Errand.Merge(List<Errand.Write> writes))
        || !results.keySet().containsAll(writes)) {
      return Optional.empty();
    }
    Map<String, Json> byKey = new LinkedHashMap<>();
    results.forEach((write, result) -> byKey.put(write.key(), result));
    return Optional.of(done(flow, node, transform, byKey));
  }

  private static List<Event> done(
      FlowState flow, NodeState node, TransformNode transform, Map<String, Json> foreign) {
    Json.Obj scope = NodeScope.of(flow, node.path());
    List<Event> events = new ArrayList<>();
    Json.ObjBuilder output = Json.object();
    for (Map.Entry<String, JsonTemplate> entry : transform.values().entrySet()) {
      String key = entry.getKey();
      Json value = entry.getValue().value(scope);
      output.put(key, value);
      if (flow.spec().workflow().state().containsKey(key)) {
        Json result = Optional.ofNullable(foreign.get(key)).orElse(joined(flow, node, key, value));
        events.add(changed(flow, node, key, value, result, Optional.empty()));
      }
    }
    events.add(
        new NodeEvent.NodeReported(node.path(), Optional.of(output.build()), Optional.empty()));
    return events;
  }

  /// {@return what is there after a write by one of the interpreter's own rules}
  static Json joined(FlowState flow, NodeState node, String key, Json value) {
    Json old = NodeScope.variable(flow, node.path(), key).map(Var::value).orElse(Json.NULL);
    return MergeRule.named(declared(flow, key).merge())
        .map(rule -> rule.merge(old, value))
        .orElse(value);
  }

  /// {@return a write to the shared state}
  ///
  /// @param result what is there afterwards
  /// @param write what names it, when it must not count twice
  static Event changed(
      FlowState flow, NodeState node, String key, Json value, Json result, Optional<String> write) {
    Optional<Var> old = NodeScope.variable(flow, node.path(), key);
    return new NodeEvent.StateChanged(
        key,
        declared(flow, key).scope(),
        NodeScope.holder(flow, node.path(), key),
        declared(flow, key).merge(),
        value,
        result,
        old.map(Var::version).orElse(0) + 1,
        node.path(),
        node.attempt(),
        write);
  }

  private static StateKey declared(FlowState flow, String key) {
    return flow.spec().workflow().state().getOrDefault(key, StateKey.STANDARD);
  }
}
