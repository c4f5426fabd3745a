package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.ToolEvent.ToolCallRequested;
import dev.gatehouse.core.tool.OnUnknown;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What must hold of the tool calls of a log: one end each, and no second dispatch without a reason
/// on record.
final class ToolLaws {

  private final Map<String, ToolCallRequested> requested = new HashMap<>();
  private final Set<String> finished = new HashSet<>();
  private final Set<String> mayDispatch = new HashSet<>();
  private final Set<String> inFlight = new HashSet<>();

  void hear(ToolEvent event) {
    switch (event) {
      case ToolCallRequested wish -> {
        assertThat(requested.put(wish.callId(), wish)).as("an id means one call").isNull();
        mayDispatch.add(wish.callId());
      }
      case ToolEvent.ToolCallJudged judged ->
          assertThat(inFlight).as("judged before it is made").doesNotContain(judged.callId());
      case ToolEvent.ClearanceVoided voided ->
          assertThat(inFlight).as("void before it is made").doesNotContain(voided.callId());
      case ToolEvent.ClientCallOffered offer -> leaves(offer.callId());
      case ToolEvent.ToolCallDispatched sent -> leaves(sent.callId());
      case ToolEvent.ToolRetryPlanned plan -> {
        inFlight.remove(plan.callId());
        mayDispatch.add(plan.callId());
      }
      case ToolEvent.ToolCallDoubted doubt -> {
        inFlight.remove(doubt.callId());
        if (doubt.rule() == OnUnknown.RERUN) {
          mayDispatch.add(doubt.callId());
        }
      }
      case ToolEvent.ToolCallFinished over -> {
        assertThat(requested).containsKey(over.callId());
        assertThat(finished.add(over.callId())).as("one end of " + over).isTrue();
        inFlight.remove(over.callId());
        mayDispatch.remove(over.callId());
      }
    }
  }

  private void leaves(String callId) {
    assertThat(mayDispatch.remove(callId)).as("a reason to make " + callId).isTrue();
    assertThat(finished).doesNotContain(callId);
    inFlight.add(callId);
  }

  /// {@return the id of the action that makes a call}
  String action(String callId) {
    assertThat(requested).containsKey(callId);
    ToolCallRequested wish = Objects.requireNonNull(requested.get(callId));
    return "turn-" + wish.turn() + ".call-" + wish.index();
  }

  Set<String> unfinished() {
    Set<String> open = new HashSet<>(requested.keySet());
    open.removeAll(finished);
    return open;
  }
}
