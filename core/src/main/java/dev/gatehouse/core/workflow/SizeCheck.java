package dev.gatehouse.core.workflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Counts the steps of a workflow and how deep they nest, without going deeper than that: the other
/// checks recur, and rely on it.
final class SizeCheck {

  private SizeCheck() {}

  private record Level(Within place, int depth) {}

  static boolean fits(Workflow workflow, Flaws flaws) {
    Deque<Level> left = new ArrayDeque<>();
    push(left, Within.list(workflow.steps(), "/steps"), 1);
    int count = 0;
    while (!left.isEmpty()) {
      Level next = left.pop();
      count++;
      if (count > Workflow.MAX_STEPS) {
        return refuse(flaws, next, "a workflow has at most " + Workflow.MAX_STEPS + " steps");
      }
      if (next.depth() > Workflow.MAX_DEPTH) {
        return refuse(flaws, next, "steps nest at most " + Workflow.MAX_DEPTH + " deep");
      }
      push(left, next.place().all(), next.depth() + 1);
    }
    return true;
  }

  private static void push(Deque<Level> left, List<Within> places, int depth) {
    places.reversed().forEach(place -> left.push(new Level(place, depth)));
  }

  private static boolean refuse(Flaws flaws, Level level, String why) {
    flaws.add(level.place(), why);
    return false;
  }
}
