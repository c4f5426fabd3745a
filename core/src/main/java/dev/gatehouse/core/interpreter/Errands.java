package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.SliceNode;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what is to be begun outside for a node, with its templates filled in.
public final class Errands {

  private Errands() {}

  /// {@return what the templates of a node see}
  public static Json.Obj scope(FlowState flow, NodeState node) {
    return NodeScope.of(flow, node.path());
  }

  /// {@return what a node that is about to begin wants done; empty when it does all by itself}
  public static Optional<Errand> of(FlowState flow, NodeState node) {
    Step.Options options = node.step().options();
    return switch (node.step().node()) {
      case AgentNode agent ->
          Optional.of(
              new Errand.Ask(
                  agent.who(),
                  Prompts.of(flow, node, agent),
                  Prompts.schema(flow, node, agent),
                  options));
      case ToolNode tool ->
          Optional.of(
              new Errand.Call(
                  tool.tool(), tool.args().value(NodeScope.of(flow, node.path())), options));
      case WorkflowNode other ->
          Optional.of(
              new Errand.Run(
                  other.workflow(), other.with().value(NodeScope.of(flow, node.path())), options));
      case HumanNode human ->
          Optional.of(
              new Errand.Inquire(human, human.prompt().text(NodeScope.of(flow, node.path()))));
      case SliceNode slice -> part(flow, node, slice);
      case Node.SequenceNode _,
          Node.ParallelNode _,
          Node.MapNode _,
          Node.LoopNode _,
          Node.BranchNode _,
          Node.ManagerNode _,
          Node.WaitNode _ ->
          Optional.empty();
      case Node.TransformNode transform -> Transforms.foreign(flow, node, transform);
    };
  }

  /// The run of a slice does nothing but the map, over its part of the list.
  private static Optional<Errand> part(FlowState flow, NodeState node, SliceNode slice) {
    NodeState parent = node.parent().flatMap(flow::node).orElseThrow();
    if (!(parent.step().node() instanceof MapNode map)
        || !(parent.course() instanceof Course.Items(List<Json> items))) {
      return Optional.empty();
    }
    List<Json> part = items.subList(slice.from(), slice.from() + slice.size());
    Workflow whole = flow.spec().workflow();
    Step body =
        Step.of(
            parent.step().id(),
            new MapNode(
                map.items(),
                map.as(),
                Math.min(map.concurrency(), MapAdvance.MAX_SLICE),
                map.body()));
    Map<String, Workflow.StateKey> keys = new LinkedHashMap<>(whole.state());
    Workflow workflow =
        new Workflow(whole.id(), Optional.empty(), keys, List.of(body), Optional.empty());
    Map<String, Json> outer = new LinkedHashMap<>(NodeScope.of(flow, node.path()).members());
    outer.remove("item");
    return Optional.of(
        new Errand.Part(
            new FlowSpec(
                workflow,
                flow.spec().version(),
                flow.spec().input(),
                flow.spec().context(),
                flow.spec().crew(),
                Optional.of(
                    new FlowSpec.Slice(
                        parent.step().id(),
                        slice.from(),
                        new Json.Arr(part),
                        new Json.Obj(outer))))));
  }
}
