package dev.gatehouse.core.run;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.run.Progress.Stage;
import dev.gatehouse.core.run.RunState.Question;
import dev.gatehouse.core.run.ToolCall.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Folds decisions, timers and questions.
final class FlowFold {

  private FlowFold() {}

  static RunState apply(RunState state, FlowEvent event, Instant at) {
    return switch (event) {
      case FlowEvent.Decided decided -> decided(state, decided, at);
      case FlowEvent.TimerFired fired -> fired(state, fired.timer());
      case FlowEvent.ActionClosed closed -> OpenActions.close(state, closed.action());
      case FlowEvent.QuestionAsked asked -> asked(state, asked);
      case FlowEvent.WaitBegan _, FlowEvent.WaitEnded _ -> state;
      case FlowEvent.QuestionResolved resolved -> resolved(state, resolved.question());
    };
  }

  private static RunState decided(RunState state, FlowEvent.Decided decided, Instant at) {
    RunState next = state;
    for (ActionRef ref : decided.drop()) {
      next = OpenActions.drop(next, ref);
    }
    for (ActionRef ref : decided.start()) {
      next = OpenActions.begin(next, ref, at);
    }
    return next;
  }

  /// A back-off is over: its call is wanted now. What a deadline or an expiry means is decided
  /// beside it.
  private static RunState fired(RunState state, ActionRef timer) {
    RunState next = OpenActions.close(state, timer);
    if (next.progress().stage() instanceof Stage.Backoff wait
        && timer.equals(Next.backoff(next.progress().turn(), wait.attempt()))) {
      return next.with(next.progress().at(new Stage.Ask(wait.attempt())));
    }
    for (ToolCall call : next.calls().values()) {
      if (call.status() instanceof Status.Backoff && timer.equals(Next.waiting(call))) {
        Map<String, ToolCall> calls = new LinkedHashMap<>(next.calls());
        calls.put(call.id(), call.at(new Status.Wanted()));
        return next.withCalls(calls);
      }
    }
    return next;
  }

  private static RunState asked(RunState state, FlowEvent.QuestionAsked asked) {
    Map<String, Question> next = new LinkedHashMap<>(state.questions());
    next.put(
        asked.question(),
        new Question(
            asked.question(),
            asked.kind(),
            asked.callId(),
            asked.choices(),
            asked.expires(),
            asked.node()));
    RunState with = state.withQuestions(next);
    return asked.node().isPresent() ? OpenActions.close(with, Desired.ref(asked.callId())) : with;
  }

  private static RunState resolved(RunState state, String question) {
    Map<String, Question> next = new LinkedHashMap<>(state.questions());
    next.remove(question);
    return state.withQuestions(next);
  }
}
