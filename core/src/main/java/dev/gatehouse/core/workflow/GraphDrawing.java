package dev.gatehouse.core.workflow;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.For;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.SliceNode;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WaitNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import dev.gatehouse.core.workflow.WorkflowGraph.Edge;
import dev.gatehouse.core.workflow.WorkflowGraph.Vertex;
import dev.gatehouse.core.workflow.WorkflowGraph.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Draws the steps of a workflow, each after the one it lies in. Owned by one thread.
final class GraphDrawing {

  private static final int LONGEST = 80;
  private static final String MANY = "*";
  private static final String FALLBACK = "@fallback";

  private final StatusCounts statuses;
  private final List<Vertex> vertices = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  GraphDrawing(StatusCounts statuses) {
    this.statuses = statuses;
  }

  WorkflowGraph of(Workflow workflow) {
    sequence(workflow.steps(), "", Optional.empty());
    return new WorkflowGraph(workflow.id(), vertices, edges);
  }

  /// Steps one after the other; what an agent may choose stands between it and the next one.
  private void sequence(List<Step> steps, String folder, Optional<String> within) {
    Optional<String> last = Optional.empty();
    for (Step step : steps) {
      String path = step(step, folder + step.id(), within);
      last.ifPresent(before -> edges.add(new Edge(before, path, Why.NEXT)));
      last = Optional.of(path);
      for (Step choice : step.options().signals().branch()) {
        edges.add(new Edge(path, step(choice, folder + choice.id(), within), Why.CHOSEN));
      }
    }
  }

  private String step(Step step, String path, Optional<String> within) {
    vertex(path, step.id(), step.node().kind(), label(step.node()), within);
    inside(step, path);
    if (step.options().onError() instanceof Step.OnError.Fallback(var other)) {
      edges.add(new Edge(path, step(other, path + "/" + FALLBACK, within), Why.FALLBACK));
    }
    return path;
  }

  private void vertex(String path, String id, String kind, String label, Optional<String> within) {
    vertices.add(new Vertex(path, id, kind, shortened(label), within, statuses.at(path)));
  }

  private void inside(Step step, String path) {
    Optional<String> here = Optional.of(path);
    String folder = path + "/";
    switch (step.node()) {
      case SequenceNode(var steps) -> sequence(steps, folder, here);
      case ParallelNode parallel ->
          parallel.branches().forEach(branch -> step(branch, folder + branch.id(), here));
      case MapNode map -> sequence(map.body(), folder + MANY + "/", here);
      case LoopNode loop -> sequence(loop.body(), folder + MANY + "/", here);
      case BranchNode branch -> branch(branch, folder, here);
      case AgentNode _,
          ToolNode _,
          ManagerNode _,
          HumanNode _,
          WorkflowNode _,
          WaitNode _,
          TransformNode _,
          SliceNode _ -> {}
    }
  }

  private void branch(BranchNode branch, String folder, Optional<String> within) {
    for (int i = 0; i < branch.cases().size(); i++) {
      Node.Case one = branch.cases().get(i);
      way("case-" + (i + 1), "when " + one.when(), one.body(), folder, within);
    }
    if (!branch.otherwise().isEmpty()) {
      way("else", "else", branch.otherwise(), folder, within);
    }
  }

  private void way(
      String id, String label, List<Step> steps, String folder, Optional<String> within) {
    vertex(folder + id, id, "way", label, within);
    sequence(steps, folder + id + "/", Optional.of(folder + id));
  }

  private static String label(Node node) {
    return switch (node) {
      case AgentNode agent -> "agent " + who(agent.who());
      case ToolNode tool -> "tool " + tool.tool();
      case SequenceNode _ -> "one after the other";
      case ParallelNode parallel -> "side by side, " + join(parallel.join());
      case MapNode map -> "for each " + map.as() + " of " + map.items();
      case LoopNode loop -> "again, at most " + loop.maxIterations() + " times";
      case BranchNode _ -> "the first that holds";
      case ManagerNode manager -> "manager " + manager.agent();
      case HumanNode human -> "human: " + DocumentWords.word(human.ask());
      case WorkflowNode other -> "workflow " + other.workflow();
      case WaitNode(For.Time(var time)) -> "wait " + DurationText.of(time);
      case WaitNode(For.Signal(var name, _)) -> "signal " + name;
      case TransformNode transform -> "make " + String.join(", ", transform.values().keySet());
      case SliceNode slice -> slice.size() + " items from " + slice.from();
    };
  }

  private static String who(Who who) {
    return switch (who) {
      case Who.Named(var agent) -> agent;
      case Who.Capable(var all) -> "capable of " + String.join(" and ", all);
    };
  }

  private static String join(Join join) {
    String until =
        switch (join) {
          case Join.All _ -> "all";
          case Join.Quorum(var k, _) -> k + " are enough";
          case Join.First _ -> "the first counts";
          case Join.Best _ -> "the best counts";
          case Join.Partial _ -> "what is there counts";
        };
    return until + join.deadline().map(it -> " after " + DurationText.of(it)).orElse("");
  }

  private static String shortened(String label) {
    if (label.length() <= LONGEST) {
      return label;
    }
    int end = Character.isHighSurrogate(label.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return label.substring(0, end) + "…";
  }
}
