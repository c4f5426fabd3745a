package dev.gatehouse.core.workflow;

import dev.gatehouse.core.workflow.Node.WorkflowNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the steps through which a workflow would run itself. Looks at each workflow once, however
/// many lead to it.
final class CycleCheck {

  private final Known known;
  private final Flaws flaws;
  private final Map<String, Map<String, Within>> calls = new LinkedHashMap<>();

  CycleCheck(Known known, Flaws flaws) {
    this.known = known;
    this.flaws = flaws;
  }

  void check(Workflow workflow) {
    called(workflow)
        .forEach((id, place) -> {
          List<String> way = way(id, workflow.id());
          if (!way.isEmpty()) {
            flaws.add(
                place.at("workflow"),
                place,
                "the workflow would run itself: "
                    + workflow.id()
                    + " → "
                    + String.join(" → ", way));
          }
        });
  }

  /// The ids from one workflow to another; none when no way leads there.
  private List<String> way(String from, String to) {
    Deque<List<String>> ways = new ArrayDeque<>(List.of(List.of(from)));
    Set<String> seen = new HashSet<>(Set.of(from));
    while (!ways.isEmpty()) {
      List<String> way = ways.remove();
      String last = way.getLast();
      if (last.equals(to)) {
        return way;
      }
      Workflow next = known.workflows().get(last);
      if (next == null) {
        continue;
      }
      for (String id : calls.computeIfAbsent(last, _ -> called(next)).keySet()) {
        if (seen.add(id)) {
          var longer = new ArrayList<>(way);
          longer.add(id);
          ways.add(longer);
        }
      }
    }
    return List.of();
  }

  /// The workflows that one runs, each with the first step that does.
  private static Map<String, Within> called(Workflow workflow) {
    var found = new LinkedHashMap<String, Within>();
    Deque<Within> left = new ArrayDeque<>(Within.list(workflow.steps(), "/steps"));
    while (!left.isEmpty()) {
      Within place = left.pop();
      if (place.step().node() instanceof WorkflowNode(var id, _)) {
        found.putIfAbsent(id, place);
      }
      place.all().forEach(left::push);
    }
    return found;
  }
}
