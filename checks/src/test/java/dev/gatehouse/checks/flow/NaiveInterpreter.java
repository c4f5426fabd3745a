package dev.gatehouse.checks.flow;

import dev.gatehouse.core.interpreter.NodeOutcome;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.JsonTemplate;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.Case;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.Step.OnError;
import dev.gatehouse.core.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs a workflow as one would write it down on a slate: recursively, one thing after the other,
/// with nothing that is durable, parallel or late. What it yields is what the real one must yield.
final class NaiveInterpreter {

  private final Oracle oracle;
  private final Json.Obj input;

  NaiveInterpreter(Oracle oracle, Json.Obj input) {
    this.oracle = oracle;
    this.input = input;
  }

  /// {@return what the workflow yields; empty when it fails}
  Optional<Json> run(Workflow workflow) {
    return sequence(workflow.steps(), "");
  }

  private Optional<Json> sequence(List<Step> steps, String path) {
    Json last = Json.NULL;
    for (Step step : steps) {
      Optional<Json> output = step(step, path.isEmpty() ? step.id() : path + "/" + step.id());
      if (output.isEmpty()) {
        return output;
      }
      last = output.get();
    }
    return Optional.of(last);
  }

  private Optional<Json> step(Step step, String path) {
    for (int attempt = 1; attempt <= step.options().retry().attempts(); attempt++) {
      Optional<Json> output = node(step.node(), path, attempt);
      if (output.isPresent()) {
        return output;
      }
    }
    return switch (step.options().onError()) {
      case OnError.Fail _ -> Optional.empty();
      case OnError.Skip _ -> Optional.of(Json.NULL);
      case OnError.Fallback(Step other) -> step(other, path + "/@fallback");
    };
  }

  private Optional<Json> node(Node node, String path, int attempt) {
    return switch (node) {
      case Node.AgentNode _ ->
          oracle.answer(path, attempt) instanceof NodeOutcome.Yielded(Json output)
              ? Optional.of(output)
              : Optional.empty();
      case Node.WaitNode _ -> Optional.of(Json.NULL);
      case Node.TransformNode(Map<String, JsonTemplate> values) -> {
        Json.ObjBuilder all = Json.object();
        values.forEach((key, value) -> all.put(key, value.source()));
        yield Optional.of(all.build());
      }
      case Node.SequenceNode(List<Step> steps) -> sequence(steps, path);
      case Node.ParallelNode parallel -> parallel(parallel, path);
      case Node.MapNode map -> map(map, path);
      case Node.LoopNode loop -> loop(loop, path);
      case Node.BranchNode branch -> branch(branch, path);
      case Node.ToolNode _,
          Node.ManagerNode _,
          Node.HumanNode _,
          Node.WorkflowNode _,
          Node.SliceNode _ ->
          throw new AssertionError("never drawn: " + node);
    };
  }

  private Optional<Json> parallel(Node.ParallelNode parallel, String path) {
    Json.ObjBuilder all = Json.object();
    boolean good = true;
    for (Step branch : parallel.branches()) {
      Optional<Json> output = step(branch, path + "/" + branch.id());
      good = good && output.isPresent();
      all.put(branch.id(), output.orElse(Json.NULL));
    }
    return good ? Optional.of(all.build()) : Optional.empty();
  }

  private Optional<Json> map(Node.MapNode map, String path) {
    List<Json> all = new ArrayList<>();
    int items = ((Json.Arr) input.at("items").orElseThrow()).items().size();
    for (int i = 0; i < items; i++) {
      Optional<Json> output = sequence(map.body(), path + "/" + i);
      if (output.isEmpty()) {
        return output;
      }
      all.add(output.get());
    }
    return Optional.of(Json.array(all));
  }

  /// Without a score the last iteration is the best.
  private Optional<Json> loop(Node.LoopNode loop, String path) {
    Json last = Json.NULL;
    for (int i = 1; i <= loop.maxIterations(); i++) {
      Optional<Json> output = sequence(loop.body(), path + "/" + i);
      if (output.isEmpty()) {
        return output;
      }
      last = output.get();
    }
    return Optional.of(
        Json.object()
            .put("output", last)
            .put("score", Json.NULL)
            .put("iterations", loop.maxIterations())
            .put("reason", "max_iterations")
            .build());
  }

  private Optional<Json> branch(Node.BranchNode branch, String path) {
    int number = 1;
    for (Case way : branch.cases()) {
      if (way.when().test(Json.obj("input", input))) {
        return sequence(way.body(), path + "/case-" + number);
      }
      number++;
    }
    return branch.otherwise().isEmpty()
        ? Optional.of(Json.NULL)
        : sequence(branch.otherwise(), path + "/else");
  }
}
