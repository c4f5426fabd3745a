package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.AgentNode;
import dev.gatehouse.core.workflow.Node.BranchNode;
import dev.gatehouse.core.workflow.Node.ManagerNode;
import dev.gatehouse.core.workflow.Node.ParallelNode;
import java.util.Optional;

/// Finds steps that no way leads to: cases that never hold or stand behind one that always does,
/// and what an agent might choose where none can.
final class ReachCheck {

  private static final Json.Obj NOTHING = Json.object().build();

  private final Flaws flaws;

  private ReachCheck(Flaws flaws) {
    this.flaws = flaws;
  }

  static void check(Workflow workflow, Flaws flaws) {
    var check = new ReachCheck(flaws);
    Within.list(workflow.steps(), "/steps").forEach(check::step);
  }

  private void step(Within place) {
    if (place.step().node() instanceof BranchNode branch) {
      branch(branch, place);
    }
    boolean canSpeak =
        place.step().node() instanceof AgentNode || place.step().node() instanceof ManagerNode;
    if (!place.step().options().signals().isEmpty() && !canSpeak) {
      flaws.add(place.at("signals"), place, "only agents signal, and this step is none");
    }
    if (place.step().node() instanceof ParallelNode) {
      place.parts().forEach(this::follower);
    }
    place.fallback().forEach(this::follower);
    place.all().forEach(this::step);
  }

  /// What an agent chooses comes next in its list of steps.
  private void follower(Within place) {
    if (!place.chosen().isEmpty()) {
      flaws.add(
          place.at("signals", "branch"),
          place,
          "nothing can follow it here; put it into a list of steps, such as \"steps\"");
    }
  }

  private void branch(BranchNode branch, Within place) {
    Optional<Integer> always = Optional.empty();
    for (int i = 0; i < branch.cases().size(); i++) {
      String pointer = place.at("branch", String.valueOf(i));
      if (always.isPresent()) {
        unreachable(pointer, place, "case " + (i + 1), always.get());
        continue;
      }
      Optional<Boolean> fixed = fixed(branch, i);
      if (fixed.filter(holds -> !holds).isPresent()) {
        flaws.add(
            Flaws.below(pointer, "when"),
            place,
            "case " + (i + 1) + " never holds: its condition is false");
      }
      always = fixed.filter(holds -> holds).isPresent() ? Optional.of(i) : always;
    }
    if (always.isPresent() && !branch.otherwise().isEmpty()) {
      unreachable(place.at("else"), place, "\"else\"", always.get());
    }
  }

  private void unreachable(String pointer, Within place, String what, int always) {
    flaws.add(pointer, place, what + " is never reached: case " + (always + 1) + " always holds");
  }

  private static Optional<Boolean> fixed(BranchNode branch, int index) {
    var when = branch.cases().get(index).when();
    return when.constant().map(_ -> when.test(NOTHING));
  }
}
