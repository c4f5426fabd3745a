package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.core.UndoLaws;
import dev.gatehouse.checks.kill.EffectServer.Effect;
import dev.gatehouse.core.event.RunEvent.RunCancelled;
import dev.gatehouse.core.event.RunEvent.RunFailed;
import dev.gatehouse.core.event.ToolEvent.ToolCallDoubted;
import dev.gatehouse.core.event.ToolEvent.ToolCallFinished;
import dev.gatehouse.core.event.ToolEvent.ToolCallRequested;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.gateway.RunReplay;
import java.util.ArrayList;
import java.util.List;

/// Says what is wrong with runs that took back what they had done while their server was killed.
final class UndoJudge {

  private static final String TAKEN = "@undo-";

  private final EventStore store;
  private final List<Effect> world;
  private final List<String> complaints = new ArrayList<>();
  private int undone;
  private int unknown;
  private int doubts;

  UndoJudge(EventStore store, List<Effect> world) {
    this.store = store;
    this.world = List.copyOf(world);
  }

  int undone() {
    return undone;
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  String hits() {
    return "%d calls taken back, %d that are unknown, %d in doubt"
        .formatted(undone, unknown, doubts);
  }

  void judge(String run) {
    FlowTree tree = FlowTree.read(store, run);
    if (tree.of(run, RunFailed.class).count() + tree.of(run, RunCancelled.class).count() != 1) {
      complaints.add(run + " ended with " + tree.events(run).getLast());
      return;
    }
    doubts += (int) tree.all(ToolCallDoubted.class).count();
    try {
      UndoLaws laws = new UndoLaws();
      tree.events(run).forEach(laws::hear);
      laws.end();
      undone += laws.undone();
    } catch (AssertionError broken) {
      complaints.add(run + ": " + broken.getMessage());
    }
    RunReplay.of(store, run, RunMachine.STANDARD)
        .flatMap(RunReplay.Finding::first)
        .ifPresent(other -> complaints.add(run + " would be decided otherwise: " + other));
    tree.of(run, ToolCallRequested.class).forEach(call -> call(tree, run, call));
  }

  private void call(FlowTree tree, String run, ToolCallRequested call) {
    String key = call.input().at("key").flatMap(Json::text).orElse("");
    List<ToolCallFinished> ends =
        tree.of(run, ToolCallFinished.class)
            .filter(end -> end.callId().equals(call.callId()))
            .toList();
    List<Effect> reached =
        world.stream().filter(it -> it.tool().equals(call.tool()) && it.key().equals(key)).toList();
    long times =
        isRepeatable(call.tool())
            ? reached.stream().map(Effect::once).distinct().count()
            : reached.size();
    boolean well = ends.size() == 1 && ends.getFirst().outcome() instanceof ToolOutcome.Ok;
    unknown += well ? 0 : 1;
    if (ends.size() != 1 || times > 1 || (well && times != 1)) {
      complaints.add(
          "%s: %s %s of %s finished %s and happened %d times"
              .formatted(run, call.tool(), key, call.callId(), ends, times));
    }
    if (well && !call.callId().startsWith(TAKEN)) {
      takenBack(tree, run, call, key);
    }
  }

  private void takenBack(FlowTree tree, String run, ToolCallRequested call, String key) {
    long undos =
        tree.of(run, ToolCallRequested.class)
            .filter(other ->
                other.undoes().filter(it -> it.call().equals(call.callId())).isPresent()
                    && other.input().at("key").flatMap(Json::text).filter(key::equals).isPresent())
            .count();
    if (undos != 1) {
      complaints.add(run + ": " + call.tool() + " " + key + " was taken back " + undos + " times");
    }
  }

  private static boolean isRepeatable(String tool) {
    return tool.equals("reserve") || tool.equals("release");
  }
}
