package dev.gatehouse.checks.core;

import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.Next;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.testkit.random.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A run that one release began goes on under another, whose judgement is different: what was
/// decided is carried out, and nothing is dispatched twice. The laws of the log see to that; here
/// they meet other releases.
final class UpgradePropertyTest {

  private static final int UPGRADES = Seeds.count("upgrades", 500);

  /// What a later release may think should be in flight.
  enum Release {
    BACKWARDS,
    FORGETFUL,
    LAZY,
    IMPATIENT,
    IDLE;

    RunMachine machine() {
      return new RunMachine(
          switch (this) {
            case BACKWARDS -> UpgradePropertyTest::backwards;
            case FORGETFUL -> state -> filtered(state, 3);
            case LAZY -> state -> filtered(state, 2);
            case IMPATIENT -> UpgradePropertyTest::impatient;
            case IDLE -> _ -> Map.of();
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Release.class)
  void otherReleaseDispatchesNothingTwice(Release release) {
    Seeds.tryAll(
        UPGRADES,
        draw -> {
          RandomSchedule schedule = new RandomSchedule(RunMachine.STANDARD, draw);
          schedule.wild(draw.between(5, 60));
          schedule.journal().upgrade(release.machine());
          schedule.crash();
          schedule.wild(40);
        });
  }

  @Test
  void runEndsUnderAReleaseThatOrdersDifferently() {
    Seeds.tryAll(
        UPGRADES,
        draw -> {
          RandomSchedule schedule = new RandomSchedule(RunMachine.STANDARD, draw);
          schedule.wild(draw.between(5, 60));
          schedule.journal().upgrade(Release.BACKWARDS.machine());
          schedule.crash();
          schedule.play();
        });
  }

  @Test
  void nothingIsDispatchedTwiceWhenTheOldReleaseComesBack() {
    Seeds.tryAll(
        UPGRADES,
        draw -> {
          RandomSchedule schedule = new RandomSchedule(RunMachine.STANDARD, draw);
          schedule.wild(draw.between(5, 40));
          schedule.journal().upgrade(draw.oneOf(List.of(Release.values())).machine());
          schedule.crash();
          schedule.wild(draw.between(5, 40));
          schedule.journal().upgrade(RunMachine.STANDARD);
          schedule.crash();
        });
  }

  private static Map<String, Action> backwards(RunState state) {
    Map<String, Action> reversed = new LinkedHashMap<>();
    new ArrayList<>(Next.of(state).values())
        .reversed()
        .forEach(one -> reversed.put(one.ref().id(), one));
    return reversed;
  }

  private static Map<String, Action> filtered(RunState state, int kept) {
    Map<String, Action> some = new LinkedHashMap<>(Next.of(state));
    some.keySet().removeIf(id -> Math.floorMod(id.hashCode(), kept) == 0);
    return some;
  }

  private static Map<String, Action> impatient(RunState state) {
    Map<String, Action> again = new LinkedHashMap<>();
    for (Action action : Next.of(state).values()) {
      ActionRef later = new ActionRef(action.ref().id(), action.ref().attempt() + 1);
      again.put(
          later.id(),
          switch (action) {
            case Action.CallModel call -> new Action.CallModel(later, call.turn());
            case Action.CallTool call ->
                new Action.CallTool(
                    later,
                    call.callId(),
                    call.tool(),
                    call.input(),
                    call.policy(),
                    call.location(),
                    call.clearance());
            case Action.JudgeTool judge ->
                new Action.JudgeTool(
                    later,
                    judge.callId(),
                    judge.tool(),
                    judge.input(),
                    judge.location(),
                    judge.editor());
            case Action.ProbeTool _,
                Action.Compact _,
                Action.StartNode _,
                Action.FindEffects _,
                Action.Wake _,
                Action.Await _ ->
                action;
          });
    }
    return again;
  }
}
