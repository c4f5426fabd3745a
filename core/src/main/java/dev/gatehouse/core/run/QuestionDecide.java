package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.RunState.Question;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what a human's answer about a call in doubt means.
final class QuestionDecide {

  /// Make the call again.
  static final String RERUN = "rerun";

  /// It happened: tell the model so.
  static final String DONE = "done";

  /// Tell the model that the outcome is unknown.
  static final String GIVE_UP = "give_up";

  static final List<String> CHOICES = List.of(RERUN, DONE, GIVE_UP);

  private QuestionDecide() {}

  static Decision answer(RunState state, RunInput.Answer answer) {
    Question question = state.questions().get(answer.question());
    if (question == null) {
      return Decision.reject(
          Reason.ALREADY_DONE, "question '" + answer.question() + "' is not open any more");
    }
    if (answer.resolution() == Resolution.ANSWERED && answer.answer().isEmpty()) {
      return Decision.reject(
          Reason.INVALID, "question '" + answer.question() + "' is answered, and with nothing");
    }
    if (question.node().isPresent() && question.choices().isEmpty()) {
      return new Decision.Accepted(
          NodeDecide.answered(state, question, answer.resolution(), answer.answer(), answer.by()));
    }
    if (question.kind() == FlowEvent.Kind.ELICITATION) {
      return Decision.accept(
          new FlowEvent.QuestionResolved(
              question.id(), answer.resolution(), answer.answer(), answer.by()));
    }
    String choice = answer.answer().flatMap(QuestionDecide::text).orElse("");
    if (answer.resolution() == Resolution.ANSWERED && !question.choices().contains(choice)) {
      return Decision.reject(
          Reason.INVALID,
          "'" + choice + "' is not one of " + String.join(", ", question.choices()));
    }
    if (question.node().isPresent()) {
      return new Decision.Accepted(
          NodeDecide.answered(state, question, answer.resolution(), answer.answer(), answer.by()));
    }
    return state.calls().values().stream()
        .filter(call -> call.id().equals(question.callId()))
        .findFirst()
        .<Decision>map(call ->
            new Decision.Accepted(
                settle(state, call, answer.resolution(), answer.answer(), answer.by())))
        .orElseGet(() -> Decision.reject(Reason.NOT_FOUND, "its tool call is gone"));
  }

  /// A tool asks while it runs.
  static Decision asked(RunState state, RunInput.ToolAsked asked) {
    if (state.spec().owner().watch() == RunSpec.Watch.HEADLESS) {
      return Decision.reject(
          Reason.INVALID, "nobody watches run '" + state.spec().id() + "' who could be asked");
    }
    return ToolDecide.call(state, asked.ref())
        .filter(_ -> RunDecide.isOpen(state, asked.ref(), RunState.Mark.DISPATCHED))
        .map(call ->
            Decision.accept(
                new FlowEvent.QuestionAsked(
                    asked.question(),
                    FlowEvent.Kind.ELICITATION,
                    asked.prompt(),
                    List.of(),
                    Optional.of(asked.schema()),
                    call.id(),
                    Optional.empty())))
        .orElseGet(() -> RunDecide.stale(asked.ref()));
  }

  /// {@return the end of the questions of a call that is over}
  static List<Event> dropped(RunState state, ToolCall call) {
    return state.questions().values().stream()
        .filter(question -> question.callId().equals(call.id()))
        .<Event>map(question ->
            new FlowEvent.QuestionResolved(
                question.id(), Resolution.CANCELLED, Optional.empty(), "tool"))
        .toList();
  }

  private static Optional<String> text(Json value) {
    return value instanceof Json.Str text ? Optional.of(text.value()) : Optional.empty();
  }

  static List<Event> settle(
      RunState state, ToolCall call, Resolution resolution, Optional<Json> answer, String by) {
    List<Event> events = new ArrayList<>();
    for (Question question : state.questions().values()) {
      if (question.callId().equals(call.id())) {
        events.add(new FlowEvent.QuestionResolved(question.id(), resolution, answer, by));
      }
    }
    String choice = answer.flatMap(QuestionDecide::text).orElse(GIVE_UP);
    events.add(
        resolution == Resolution.ANSWERED && choice.equals(RERUN)
            ? new ToolEvent.ToolCallDoubted(call.id(), call.attempt(), OnUnknown.RERUN)
            : finished(call, resolution == Resolution.ANSWERED && choice.equals(DONE)));
    return events;
  }

  private static Event finished(ToolCall call, boolean happened) {
    ToolOutcome outcome =
        happened
            ? ToolOutcome.ok(Json.of("A human confirmed that this call took effect."))
            : new ToolOutcome.Failed(unknown(call.tool()));
    return call.ours(outcome);
  }

  static Failure unknown(String tool) {
    return Failure.of(
        Failure.Code.OUTCOME_UNKNOWN,
        "the gateway stopped while '"
            + tool
            + "' ran; whether it took effect is unknown, so it was not repeated");
  }
}
