package dev.gatehouse.checks.flow;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.NodeOutcome;
import dev.gatehouse.core.interpreter.NodeOutcome.Broken;
import dev.gatehouse.core.interpreter.NodeOutcome.Yielded;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node;
import dev.gatehouse.core.workflow.Node.Synthesis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A manager with one worker on a slate: the task with the highest priority that can be done is
/// done, and after one that fails there is another plan.
record NaiveTeams(Oracle oracle) {

  NodeOutcome manager(Node.ManagerNode manager, String place) {
    Map<String, Json> done = new LinkedHashMap<>();
    for (int revision = 1; ; revision++) {
      NodeOutcome plan = plan(place, revision);
      if (!(plan instanceof Yielded(Json made))) {
        return plan;
      }
      Optional<NodeOutcome> failed = work(tasks(made), place, done);
      if (failed.isEmpty()) {
        break;
      }
      if (revision > manager.maxReplans()) {
        return failed.get();
      }
    }
    return manager.synthesis() == Synthesis.NONE
        ? new Yielded(new Json.Obj(done))
        : oracle.answer(place + "/@synthesis@1");
  }

  private NodeOutcome plan(String place, int revision) {
    NodeOutcome plan = oracle.answer(place + "/@plan-" + revision + "@1");
    if (plan instanceof Yielded(Json made) && tasks(made).isEmpty()) {
      plan = oracle.answer(place + "/@repair-" + revision + "@1");
    }
    return plan instanceof Yielded(Json made) && tasks(made).isEmpty()
        ? new Broken(Failure.of(Failure.Code.OUTPUT_INVALID, "no plan"))
        : plan;
  }

  private static List<Json> tasks(Json plan) {
    return plan.at("tasks").flatMap(Json::asArray).orElseThrow().items();
  }

  /// {@return what the task came to that failed}
  private Optional<NodeOutcome> work(List<Json> tasks, String place, Map<String, Json> done) {
    List<Json> todo = new ArrayList<>(tasks);
    while (!todo.isEmpty()) {
      Json task =
          todo.stream()
              .filter(one -> depends(one).stream().allMatch(done::containsKey))
              .reduce((one, other) -> priority(other) > priority(one) ? other : one)
              .orElseThrow();
      todo.remove(task);
      String id = task.at("id").flatMap(Json::text).orElseThrow();
      NodeOutcome outcome = oracle.answer(place + "/@task-" + id + "@1");
      if (!(outcome instanceof Yielded(Json output))) {
        return Optional.of(outcome);
      }
      done.put(id, output);
    }
    return Optional.empty();
  }

  private static List<String> depends(Json task) {
    return task.at("depends_on").flatMap(Json::asArray).orElseThrow().items().stream()
        .flatMap(one -> one.text().stream())
        .toList();
  }

  private static int priority(Json task) {
    return task.at("priority").flatMap(Json::number).orElseThrow().intValue();
  }
}
