package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.interpreter.NodeState.Stage;
import dev.gatehouse.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A workflow run as its clients see it.
public final class FlowView {

  private FlowView() {}

  /// {@return `{workflow_id, version, success, output, state, steps}`}
  public static Json output(FlowState flow) {
    Map<String, Json> steps = new LinkedHashMap<>();
    for (NodeState node : flow.nodes().values()) {
      if (NodeScope.isNamed(flow, node)) {
        String name = steps.containsKey(node.step().id()) ? node.path() : node.step().id();
        steps.put(name, step(node));
      }
    }
    return Json.object()
        .put("workflow_id", flow.spec().workflow().id())
        .put("version", flow.spec().version())
        .put("success", flow.root().filter(root -> root.is(NodeStatus.COMPLETED)).isPresent())
        .put("output", whole(flow).orElse(Json.NULL))
        .put("state", new Json.Obj(NodeScope.state(flow, "")))
        .put("steps", new Json.Obj(steps))
        .build();
  }

  /// {@return what the workflow yields, once it has; a slice yields what it wrote to the shared
  /// state as well}
  public static Optional<Json> result(FlowState flow) {
    return flow.spec().slice().isPresent()
        ? whole(flow).map(items -> Slices.pack(flow, items))
        : whole(flow);
  }

  private static Optional<Json> whole(FlowState flow) {
    return flow.root()
        .filter(NodeState::isOver)
        .map(root ->
            root.is(NodeStatus.COMPLETED) && flow.orders().end().isEmpty()
                ? flow.spec()
                    .workflow()
                    .output()
                    .map(template -> template.value(NodeScope.of(flow, "")))
                    .orElseGet(root::output)
                : root.output());
  }

  private static Json step(NodeState node) {
    Json.ObjBuilder json = Json.object().put("status", status(node));
    if (node.isOver()) {
      json.put("output", node.output());
    }
    node.error().ifPresent(error -> json.put("error", NodeScope.failure(error)));
    return json.put("attempts", node.tries().attempt())
        .put(
            "usage",
            Json.object()
                .put("input_tokens", node.spend().usage().input())
                .put("output_tokens", node.spend().usage().output())
                .put("estimated_cost", node.spend().cost().dollars())
                .build())
        .build();
  }

  /// {@return how a node stands, as the wire spells it: `running waiting undoing completed failed
  /// skipped cancelled`}
  public static String status(NodeState node) {
    return switch (node.stage()) {
      case Stage.Over over -> over.status().wire();
      case Stage.Waiting _, Stage.Backoff _ -> "waiting";
      case Stage.Undoing _, Stage.Undone _ -> "undoing";
      case Stage.Entering _, Stage.Working _, Stage.Within _, Stage.Reported _, Stage.Again _ ->
          "running";
    };
  }
}
