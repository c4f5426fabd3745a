package dev.gatehouse.core.workflow;

import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.Case;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.SliceNode;
import dev.gatehouse.core.workflow.Node.ToolNode;
import dev.gatehouse.core.workflow.Node.TransformNode;
import dev.gatehouse.core.workflow.Node.WaitNode;
import dev.gatehouse.core.workflow.Node.WorkflowNode;
import dev.gatehouse.core.workflow.Step.OnError;
import java.util.ArrayList;
import java.util.List;

/// A step at its place in the document.
///
/// @param pointer where it stands, as a JSON pointer
record Within(Step step, String pointer) {

  /// Steps of a list that stands there.
  static List<Within> list(List<Step> steps, String pointer) {
    var places = new ArrayList<Within>();
    for (int i = 0; i < steps.size(); i++) {
      places.add(new Within(steps.get(i), Flaws.below(pointer, i)));
    }
    return places;
  }

  /// The pointer of a key of this step, or of a key of its value.
  String at(String... keys) {
    String at = pointer;
    for (String key : keys) {
      at = Flaws.below(at, key);
    }
    return at;
  }

  /// All steps that stand directly in this one.
  List<Within> all() {
    var all = new ArrayList<>(parts());
    all.addAll(chosen());
    fallback().forEach(all::add);
    return all;
  }

  /// The steps that what it does is made of.
  List<Within> parts() {
    return switch (step.node()) {
      case SequenceNode(var steps) -> list(steps, at("steps"));
      case ParallelNode parallel -> list(parallel.branches(), at("parallel"));
      case MapNode map -> list(map.body(), at("do"));
      case LoopNode loop -> list(loop.body(), at("loop"));
      case BranchNode branch -> {
        var all = new ArrayList<Within>();
        for (int i = 0; i < branch.cases().size(); i++) {
          all.addAll(way(branch.cases().get(i), i));
        }
        all.addAll(otherwise(branch));
        yield all;
      }
      case AgentNode _,
          ToolNode _,
          ManagerNode _,
          HumanNode _,
          WorkflowNode _,
          WaitNode _,
          TransformNode _,
          SliceNode _ ->
          List.of();
    };
  }

  /// The steps of a case.
  List<Within> way(Case way, int index) {
    return list(way.body(), at("branch", String.valueOf(index), "do"));
  }

  /// The steps that are done when no case holds.
  List<Within> otherwise(BranchNode branch) {
    return list(branch.otherwise(), at("else"));
  }

  /// The steps its agent may choose from.
  List<Within> chosen() {
    return list(step.options().signals().branch(), at("signals", "branch"));
  }

  /// The step that takes its place when it fails; none or one.
  List<Within> fallback() {
    return step.options().onError() instanceof OnError.Fallback(var other)
        ? List.of(new Within(other, at("on-error", "fallback")))
        : List.of();
  }
}
