package dev.gatehouse.core.run;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.run.ToolCall.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Closes what nodes of a workflow have left behind that ended before it: calls that will not be
/// made any more, questions nobody needs an answer to.
final class Orphans {

  private Orphans() {}

  /// {@return whether the beginning of a node is at work that a call or a question belongs to}
  static boolean isWanted(RunState state, String work) {
    return state
        .flow()
        .flatMap(flow -> flow.node(NodeState.pathOf(work)))
        .filter(node -> !node.isOver() && node.work().equals(work))
        .isPresent();
  }

  static List<Event> of(RunState state) {
    List<Event> events = new ArrayList<>();
    for (RunState.Question question : state.questions().values()) {
      if (question.node().isPresent()
          && !isUndo(state, question)
          && !isWanted(state, question.callId())) {
        events.add(
            new FlowEvent.QuestionResolved(
                question.id(), FlowEvent.Resolution.CANCELLED, Optional.empty(), "run"));
      }
    }
    for (ToolCall call : state.calls().values()) {
      if (!call.isUndo() && !isWanted(state, call.id())) {
        events.addAll(givenUp(state, call));
      }
    }
    return events;
  }

  /// {@return whether a question is about a call that takes another one back}
  static boolean isUndo(RunState state, RunState.Question question) {
    ToolCall call = state.calls().get(question.callId());
    return call != null && call.isUndo();
  }

  /// {@return the end of a call that nobody wants any more, once nothing works for it}
  static List<Event> givenUp(RunState state, ToolCall call) {
    List<Event> events = new ArrayList<>();
    if (!isAtWork(state, call)) {
      if (call.status() instanceof Status.Approving(var ticket, _, _)) {
        events.add(ApprovalDecide.cancelled(call, ticket));
      }
      events.addAll(QuestionDecide.dropped(state, call));
      events.add(Settle.neverMade(call));
    }
    return events;
  }

  /// What works ends by itself once it was told to stop.
  private static boolean isAtWork(RunState state, ToolCall call) {
    return state.open().values().stream()
        .map(RunState.Open::ref)
        .filter(ref -> !ref.passive())
        .anyMatch(
            ref -> ref.id().equals(call.action()) || ref.id().startsWith(call.action() + "."));
  }
}
