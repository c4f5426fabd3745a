package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent.StateChanged;
import dev.gatehouse.core.interpreter.FlowState.Letter;
import dev.gatehouse.core.interpreter.FlowState.Var;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Workflow.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the nodes of a run share: values, and messages to each other.
public final class Board {

  private static final String SESSION = "session";

  private Board() {}

  /// {@return how often a value was written that a node sees; 0 when never}
  public static int version(FlowState flow, NodeState node, String key) {
    return NodeScope.variable(flow, node.path(), key).map(Var::version).orElse(0);
  }

  /// {@return a write to a value}
  ///
  /// @param write names it
  /// @param merged what a foreign rule made of it
  public static Event write(
      FlowState flow, NodeState node, String write, String key, Json value, Optional<Json> merged) {
    Json result = merged.orElseGet(() -> Transforms.joined(flow, node, key, value));
    return Transforms.changed(flow, node, key, value, result, Optional.of(write));
  }

  /// {@return whether a node has made a write already}
  public static boolean isWritten(FlowState flow, NodeState node, String write) {
    return flow.trail().writes().getOrDefault(node.path(), Set.of()).contains(write);
  }

  /// {@return whether a message was sent already}
  public static boolean isSent(FlowState flow, String message) {
    return flow.mail().messages().stream().anyMatch(letter -> letter.id().equals(message));
  }

  /// {@return the values a node sees, by key}
  public static Map<String, Json> values(FlowState flow, NodeState node) {
    return NodeScope.state(flow, node.path());
  }

  /// {@return the values that a run finds in its session, of those it declares}
  public static List<Event> kept(FlowState flow, Map<String, Json> values) {
    return flow.spec().workflow().state().entrySet().stream()
        .filter(key -> key.getValue().scope() == Scope.SESSION && values.containsKey(key.getKey()))
        .<Event>map(key -> {
          Json value = values.getOrDefault(key.getKey(), Json.NULL);
          return new StateChanged(
              key.getKey(),
              Scope.SESSION,
              "",
              MergeRule.REPLACE.wire(),
              value,
              value,
              1,
              SESSION,
              Optional.empty(),
              Optional.empty());
        })
        .toList();
  }

  /// {@return whether a session keeps what was written}
  public static boolean isKept(StateChanged change) {
    return change.scope() == Scope.SESSION && !isFound(change);
  }

  /// {@return whether a run found the value in its session, and no node wrote it}
  public static boolean isFound(StateChanged change) {
    return change.by().equals(SESSION) && change.attempt().isEmpty();
  }

  /// {@return the messages for an agent of that name and role, oldest first}
  public static List<Letter> letters(FlowState flow, String agent, String role) {
    return flow.mail().messages().stream()
        .filter(letter ->
            letter.to().equals("*")
                || letter.to().equals(agent)
                || letter.to().equals("role:" + role))
        .toList();
  }
}
