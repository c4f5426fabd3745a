package dev.gatehouse.checks.flow;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.NodeOutcome;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Step.Signals;
import dev.gatehouse.core.workflow.Step.Terminate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What agents, tools and humans answer: it follows from the place alone, whenever they are asked.
///
/// A place is the path of a node in which each part bears the number of its attempt, such as
/// `s1@2/s4@1`.
///
/// @param percent how many of a hundred attempts fail
/// @param code how they fail
/// @param subCode how they fail, in finer words; empty for none
record Oracle(long seed, int percent, Failure.Code code, String subCode) {

  private static final int SORTS = 10;

  /// What an agent says about the rest of the workflow.
  ///
  /// @param target the step it chooses; empty when it ends the workflow
  record Wish(Optional<String> target, Json output) {}

  private int lot(String place, String about, int below) {
    long mixed = (seed ^ (place + "#" + about).hashCode()) * 0x9E3779B97F4A7C15L;
    return Math.floorMod(mixed >>> 17, below);
  }

  NodeOutcome answer(String place) {
    if (lot(place, "fails", 100) < percent) {
      Failure failure = Failure.of(code, place + " failed");
      return new NodeOutcome.Broken(subCode.isEmpty() ? failure : failure.withSubCode(subCode));
    }
    String key = place.substring(place.lastIndexOf('/') + 1);
    if (key.startsWith("@plan-") || key.startsWith("@repair-")) {
      return new NodeOutcome.Yielded(plan(place));
    }
    return new NodeOutcome.Yielded(
        key.startsWith("@critic-")
            ? Json.obj("score", Json.of((long) lot(place, "score", SORTS)))
            : Json.of("of " + place));
  }

  /// Sometimes a plan is none.
  private Json plan(String place) {
    List<Json> tasks = new ArrayList<>();
    String mark = "t" + lot(place, "mark", Integer.MAX_VALUE);
    int count = lot(place, "count", 4);
    for (int i = 0; i < count; i++) {
      List<Json> depends =
          i > 0 && lot(place, "depends" + i, 2) == 0
              ? List.of(Json.of(mark + (i - 1)))
              : List.<Json>of();
      tasks.add(
          Json.object()
              .put("id", mark + i)
              .put("task", "do")
              .put("depends_on", Json.array(depends))
              .put("priority", lot(place, "priority" + i, 3))
              .build());
    }
    return Json.obj("tasks", Json.array(tasks));
  }

  /// {@return what an agent says of the rest, if it says anything}
  Optional<Wish> wish(String place, Signals signals) {
    int many = signals.branch().size();
    int lot = lot(place, "wish", many + 2);
    if (lot < many) {
      return Optional.of(new Wish(Optional.of(signals.branch().get(lot).id()), Json.NULL));
    }
    return lot == many && signals.terminate() == Terminate.YES
        ? Optional.of(new Wish(Optional.empty(), Json.of("end by " + place)))
        : Optional.empty();
  }
}
