package dev.gatehouse.core.workflow;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.workflow.Node.Ask;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.Expiry;
import dev.gatehouse.core.workflow.Node.For;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.Join;
import dev.gatehouse.core.workflow.Node.LoopNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.MapNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import dev.gatehouse.core.workflow.Node.SequenceNode;
import dev.gatehouse.core.workflow.Node.WaitNode;
import java.time.Duration;

/// Checks that nothing in a workflow is without bounds or out of them.
final class BoundCheck {

  private final Flaws flaws;

  private BoundCheck(Flaws flaws) {
    this.flaws = flaws;
  }

  static void check(Workflow workflow, Flaws flaws) {
    if (workflow.steps().isEmpty()) {
      flaws.add("/steps", "a workflow has at least one step");
    }
    var check = new BoundCheck(flaws);
    Within.list(workflow.steps(), "/steps").forEach(check::step);
  }

  private void step(Within place) {
    switch (place.step().node()) {
      case SequenceNode(var steps) -> filled(steps.size(), place, "steps");
      case ParallelNode parallel -> parallel(parallel, place);
      case MapNode map -> {
        filled(map.body().size(), place, "do");
        range(map.concurrency(), 1, MapNode.MAX_CONCURRENCY, place, "concurrency");
      }
      case LoopNode loop -> {
        filled(loop.body().size(), place, "loop");
        range(loop.maxIterations(), 1, LoopNode.MOST_ITERATIONS, place, "max-iterations");
      }
      case BranchNode branch -> filled(branch.cases().size(), place, "branch");
      case ManagerNode manager -> {
        filled(manager.workers().size(), place, "workers");
        range(manager.maxTasks(), 1, ManagerNode.MOST_TASKS, place, "max-tasks");
        range(manager.maxReplans(), 0, ManagerNode.MOST_REPLANS, place, "max-replans");
      }
      case HumanNode human -> human(human, place);
      case WaitNode(For.Time(var time)) -> duration(time, place, "wait");
      case WaitNode(For.Signal(_, var timeout)) ->
          timeout.ifPresent(it -> duration(it, place, "wait", "timeout"));
      case Node.AgentNode _,
          Node.ToolNode _,
          Node.WorkflowNode _,
          Node.TransformNode _,
          Node.SliceNode _ -> {}
    }
    options(place);
    place.all().forEach(this::step);
  }

  private void options(Within place) {
    Step.Options options = place.step().options();
    options.timeout().ifPresent(it -> duration(it, place, "timeout"));
    if (!isWritten(options.retry().backoff())) {
      flaws.add(place.at("retry", "backoff"), place, "the backoff is no time that can be waited");
    }
    if (options.maxBudget().filter(it -> it.compareTo(Cost.ZERO) <= 0).isPresent()) {
      flaws.add(place.at("max-budget-usd"), place, "a budget must be more than nothing");
    }
  }

  private void parallel(ParallelNode parallel, Within place) {
    int branches = parallel.branches().size();
    filled(branches, place, "parallel");
    if (parallel.join() instanceof Join.Quorum(var k, _) && (k < 1 || k > branches)) {
      flaws.add(
          place.at("join", "k"),
          place,
          "a quorum of " + k + " cannot be reached with " + branches + " branches");
    }
    parallel.join().deadline().ifPresent(it -> duration(it, place, "join", "deadline"));
  }

  private void human(HumanNode human, Within place) {
    if ((human.ask() == Ask.CHOOSE) == human.choices().isEmpty()) {
      flaws.add(
          place.at("human", "choices"),
          place,
          "choices are what \"choose\" needs, and nothing else has");
    }
    if ((human.ask() == Ask.FORM) == human.schema().isEmpty()) {
      flaws.add(
          place.at("human", "schema"),
          place,
          "a schema is what \"form\" needs, and nothing else has");
    }
    if (human.onExpiry() == Expiry.APPROVE && human.ask() != Ask.APPROVE) {
      flaws.add(
          place.at("human", "on-expiry"), place, "only what is asked to approve can be approved");
    }
    if (human.onExpiry() != Expiry.FAIL && human.expires().isEmpty()) {
      flaws.add(place.at("human", "on-expiry"), place, "without \"expires\" it never expires");
    }
    human.expires().ifPresent(it -> duration(it, place, "human", "expires"));
  }

  private void filled(int size, Within place, String key) {
    if (size == 0) {
      flaws.add(place.at(key), place, "\"" + key + "\" is empty");
    }
  }

  private void range(int value, int least, int most, Within place, String key) {
    if (value < least || value > most) {
      flaws.add(
          place.at(key),
          place,
          "\"" + key + "\" must be between " + least + " and " + most + ", not " + value);
    }
  }

  private void duration(Duration time, Within place, String... keys) {
    if (!time.isPositive() || !isWritten(time)) {
      flaws.add(
          place.at(keys),
          place,
          "a time must be positive, in whole milliseconds, and no longer than what fits nine"
              + " digits, not "
              + time);
    }
  }

  /// Whether a document can say it.
  private static boolean isWritten(Duration time) {
    try {
      return DurationText.parse(DurationText.of(time)).equals(time);
    } catch (IllegalArgumentException | ArithmeticException tooLong) {
      return false;
    }
  }
}
