package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.Workflow;
import java.util.List;
import java.util.stream.Stream;

/// What the run of a workflow is made of, seen as an agent's: it bears the workflow's name, asks no
/// model itself, and may call the tools that its steps name.
public final class FlowProfile {

  /// What bounds a workflow's run unless a request, a key or a hook says otherwise. Its agents take
  /// turns of their own.
  public static final RunLimits LIMITS = RunLimits.STANDARD.withMaxTurns(10_000);

  private FlowProfile() {}

  /// {@return the profile of a workflow's runs}
  public static AgentProfile of(Workflow workflow) {
    List<String> tools =
        workflow.steps().stream().flatMap(FlowProfile::tools).distinct().sorted().toList();
    return AgentProfile.of(workflow.id(), "", "").withTools(tools);
  }

  /// {@return the workflow seen as an agent, for whoever may change what its runs are made of}
  public static Agent agent(Workflow workflow) {
    return new Agent(of(workflow), LIMITS, "", List.of());
  }

  private static Stream<String> tools(Step step) {
    Stream<String> own =
        step.node() instanceof ToolNode tool ? Stream.of(tool.tool()) : Stream.of();
    return Stream.concat(own, within(step).flatMap(FlowProfile::tools));
  }

  /// {@return the steps that lie directly in a step, whatever they are for}
  public static Stream<Step> within(Step step) {
    Stream<Step> fallback =
        step.options().onError() instanceof Step.OnError.Fallback(Step other)
            ? Stream.of(other)
            : Stream.of();
    return Stream.concat(
        Stream.concat(body(step.node()), step.options().signals().branch().stream()), fallback);
  }

  private static Stream<Step> body(Node node) {
    return switch (node) {
      case Node.SequenceNode(List<Step> steps) -> steps.stream();
      case Node.ParallelNode parallel -> parallel.branches().stream();
      case Node.MapNode map -> map.body().stream();
      case Node.LoopNode loop -> loop.body().stream();
      case Node.BranchNode branch ->
          Stream.concat(
              branch.cases().stream().flatMap(each -> each.body().stream()),
              branch.otherwise().stream());
      case Node.AgentNode _,
          ToolNode _,
          Node.ManagerNode _,
          Node.HumanNode _,
          Node.WorkflowNode _,
          Node.WaitNode _,
          Node.TransformNode _,
          Node.SliceNode _ ->
          Stream.of();
    };
  }
}
