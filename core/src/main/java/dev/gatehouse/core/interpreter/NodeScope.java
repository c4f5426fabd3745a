package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.FlowState.Var;
import dev.gatehouse.core.interpreter.NodeState.Stage;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Workflow.Scope;
import dev.gatehouse.core.workflow.Workflow.StateKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What templates and conditions see at a node: `input context state steps item iteration`.
///
/// A step is seen by its id once it is over. Within an item or an iteration the steps of that one
/// are seen, of other items none, and of the iteration before those that this one has not come to
/// yet.
final class NodeScope {

  /// Where a node keeps what tells its tool calls from others; no template can name it.
  static final String CALLS = "@calls";

  private NodeScope() {}

  /// {@return the values by name}
  static Json.Obj of(FlowState flow, String path) {
    Map<String, Json> names = new LinkedHashMap<>();
    flow.spec().slice().ifPresent(slice -> names.putAll(slice.outer().members()));
    names.put("input", flow.spec().input());
    names.put("context", flow.spec().context());
    names.put("state", new Json.Obj(state(flow, path)));
    Map<String, Json> steps = new LinkedHashMap<>();
    Json outer = names.getOrDefault("steps", Json.NULL);
    if (outer instanceof Json.Obj(Map<String, Json> members)) {
      steps.putAll(members);
    }
    steps.putAll(steps(flow, path));
    names.put("steps", new Json.Obj(steps));
    for (String above : downTo(path)) {
      flow.node(above)
          .ifPresent(node ->
              node.locals()
                  .forEach((name, value) -> {
                    if (!name.equals(CALLS)) {
                      names.put(name, value);
                    }
                  }));
    }
    return new Json.Obj(names);
  }

  /// {@return the same and one name more}
  static Json.Obj of(FlowState flow, String path, String name, Json value) {
    Map<String, Json> names = new LinkedHashMap<>(of(flow, path).members());
    names.put(name, value);
    return new Json.Obj(names);
  }

  /// {@return the shared state as a node sees it}
  static Map<String, Json> state(FlowState flow, String path) {
    Map<String, Json> values = new LinkedHashMap<>();
    flow.spec().workflow().state().keySet().forEach(key -> values.put(key, value(flow, path, key)));
    return values;
  }

  /// A slice keeps only what it writes itself, and sees it joined to what was there.
  private static Json value(FlowState flow, String path, String key) {
    Optional<Json> own = variable(flow, path, key).map(Var::value);
    Optional<Json> outer =
        flow.spec()
            .slice()
            .flatMap(slice -> slice.outer().member("state"))
            .flatMap(state -> state.at(key));
    if (outer.isEmpty() || own.isEmpty()) {
      return own.or(() -> outer).orElse(Json.NULL);
    }
    StateKey declared = flow.spec().workflow().state().getOrDefault(key, StateKey.STANDARD);
    return MergeRule.named(declared.merge())
        .orElse(MergeRule.REPLACE)
        .merge(outer.get(), own.get());
  }

  /// {@return a value of the shared state, with its version}
  static Optional<Var> variable(FlowState flow, String path, String key) {
    return Optional.ofNullable(flow.vars().get(FlowState.slot(holder(flow, path, key), key)));
  }

  /// {@return the path of the node whose value a node sees and writes; empty for the whole run}
  static String holder(FlowState flow, String path, String key) {
    StateKey declared = flow.spec().workflow().state().getOrDefault(key, StateKey.STANDARD);
    if (declared.scope() != Scope.NODE) {
      return Layout.ROOT;
    }
    Optional<String> above = NodeState.parent(path);
    while (above.isPresent()) {
      if (flow.vars().containsKey(FlowState.slot(above.get(), key))) {
        return above.get();
      }
      above = NodeState.parent(above.get());
    }
    return NodeState.parent(path).orElse(Layout.ROOT);
  }

  private static Map<String, Json> steps(FlowState flow, String path) {
    Map<String, Json> found = new LinkedHashMap<>();
    Map<String, Json> earlier = new LinkedHashMap<>();
    for (NodeState node : flow.nodes().values()) {
      boolean shown = node.isOver() && isNamed(flow, node);
      boolean loop = node.course() instanceof Course.Rounds && !node.isOver();
      if (!shown && !loop) {
        continue;
      }
      switch (view(flow, node.path(), path)) {
        case SAME -> found.put(node.step().id(), loop ? going(node) : over(node));
        case EARLIER -> earlier.put(node.step().id(), over(node));
        case NONE -> {}
      }
    }
    earlier.putAll(found);
    return earlier;
  }

  /// Items, iterations and ways have no name of their own.
  static boolean isNamed(FlowState flow, NodeState node) {
    return node.parent()
        .flatMap(flow::node)
        .filter(parent ->
            parent.step().node() instanceof Node.SequenceNode
                || parent.step().node() instanceof Node.ParallelNode)
        .filter(_ -> !node.key().startsWith("@"))
        .isPresent();
  }

  /// How a node lies to the one that looks.
  private enum View {
    SAME,
    EARLIER,
    NONE
  }

  private static View view(FlowState flow, String node, String from) {
    View view = View.SAME;
    for (String above : downTo(node)) {
      Optional<NodeState> parent =
          NodeState.parent(above).flatMap(flow::node).filter(it -> !above.equals(node));
      if (parent.isEmpty() || from.equals(above) || from.startsWith(above + "/")) {
        continue;
      }
      switch (parent.get().step().node()) {
        case Node.MapNode _ -> {
          return View.NONE;
        }
        case Node.LoopNode _ -> {
          if (!from.startsWith(parent.get().path() + "/")) {
            return View.NONE;
          }
          view = View.EARLIER;
        }
        default -> {}
      }
    }
    return view;
  }

  private static Json over(NodeState node) {
    Json.ObjBuilder json = Json.object().put("output", node.output());
    if (node.stage() instanceof Stage.Over over) {
      json.put("status", over.status().wire());
      over.error().ifPresent(error -> json.put("error", failure(error)));
    }
    return json.build();
  }

  /// A loop is seen from within by what it has so far.
  private static Json going(NodeState loop) {
    if (!(loop.course() instanceof Course.Rounds rounds) || rounds.rounds().isEmpty()) {
      return Json.object().put("output", Json.NULL).put("status", "running").build();
    }
    Course.Round last = rounds.rounds().getLast();
    return Json.object()
        .put(
            "output",
            Json.object()
                .put("output", last.output())
                .put("score", last.score().<Json>map(Json.Num::new).orElse(Json.NULL))
                .put("feedback", last.feedback().<Json>map(Json::of).orElse(Json.NULL))
                .put("iterations", rounds.rounds().size())
                .build())
        .put("status", "running")
        .build();
  }

  static Json failure(Failure failure) {
    Json.ObjBuilder json =
        Json.object().put("code", failure.code().wire()).put("message", failure.message());
    failure.subCode().ifPresent(code -> json.put("sub_code", code));
    return json.build();
  }

  /// {@return what tells the tool calls of a node and all within it from others}
  static Optional<String> calls(FlowState flow, String path) {
    List<String> all = new ArrayList<>();
    flow.node(path).ifPresent(node -> all.addAll(calls(node)));
    flow.below(path).forEach(node -> all.addAll(calls(node)));
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.stream().collect(Collectors.joining(" ")));
  }

  private static List<String> calls(NodeState node) {
    return Optional.ofNullable(node.locals().get(CALLS))
        .flatMap(Json::text)
        .map(List::of)
        .orElse(List.of());
  }

  /// {@return the paths from the run down to a node}
  static List<String> downTo(String path) {
    Deque<String> all = new ArrayDeque<>();
    for (Optional<String> up = Optional.of(path); up.isPresent(); up = NodeState.parent(up.get())) {
      all.addFirst(up.get());
    }
    return Collections.unmodifiableList(new ArrayList<>(all));
  }
}
