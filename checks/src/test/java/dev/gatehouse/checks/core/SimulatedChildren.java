package dev.gatehouse.checks.core;

import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.RandomReplies;
import java.util.ArrayList;
import java.util.List;

/// The runs that a run has started. They outlive its engine, and each of them ends some day.
final class SimulatedChildren {

  private final Draw draw;
  private final List<String> alive = new ArrayList<>();
  private int born;

  SimulatedChildren(Draw draw) {
    this.draw = draw;
  }

  boolean areGone() {
    return alive.isEmpty();
  }

  RunInput.ChildBegan next(Action.CallTool call) {
    Attachment attachment = draw.oneOf(List.of(Attachment.values()));
    return new RunInput.ChildBegan(
        "run_1_" + ++born, call.callId(), "reader", draw.words(), attachment);
  }

  void began(RunInput.ChildBegan child) {
    alive.add(child.child());
  }

  /// {@return the end of one of them}
  RunInput end() {
    String child = draw.oneOf(List.copyOf(alive));
    alive.remove(child);
    return new RunInput.ChildDone(
        child,
        draw.oneOf(List.of("completed", "cancelled", "failed")),
        RandomReplies.usage(draw),
        new Cost(draw.below(90)),
        draw.words(),
        draw.chance(0.2));
  }
}
