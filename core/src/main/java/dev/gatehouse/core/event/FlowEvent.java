package dev.gatehouse.core.event;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.ActionRef;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What steers a run: decisions, timers, questions.
public sealed interface FlowEvent extends Event {

  /// What was decided: the actions to begin and those no longer wanted. Recovery obeys these
  /// decisions; it never asks again what should be in flight.
  record Decided(List<ActionRef> start, List<ActionRef> drop) implements FlowEvent {

    /// Copies the references.
    public Decided {
      start = List.copyOf(start);
      drop = List.copyOf(drop);
    }
  }

  /// A timer rang.
  record TimerFired(ActionRef timer) implements FlowEvent {}

  /// An action that was dropped ended before it did anything.
  record ActionClosed(ActionRef action) implements FlowEvent {}

  /// The run, or a node of it, waits for something that is neither a model nor a tool.
  ///
  /// @param action what waits
  /// @param reason `child`, `question`, `signal` or `timer`
  /// @param until when it ends at the latest
  /// @param node which node waits; the whole run when empty
  record WaitBegan(ActionRef action, String reason, Optional<Instant> until, Optional<Waiter> node)
      implements FlowEvent {}

  /// What was waited for is there, or its time is up. A wait that is given up has no such event.
  ///
  /// @param millis how long it took, in milliseconds
  record WaitEnded(ActionRef action, String reason, long millis, Optional<Waiter> node)
      implements FlowEvent {}

  /// A node that waits.
  record Waiter(String path, int attempt) {}

  /// A human's word is wanted.
  ///
  /// @param question `quest_…`
  /// @param choices what may be answered, when it is a choice
  /// @param schema what an answer must satisfy, when it is not
  /// @param callId the tool call it is about, or the beginning of the node that asks
  /// @param node the path of the node of a workflow that asks
  /// @param role who may answer: `user`, `operator` or `admin`; whoever may see it when absent
  record QuestionAsked(
      String question,
      Kind kind,
      String prompt,
      List<String> choices,
      Optional<Json> schema,
      String callId,
      Optional<Instant> expires,
      Optional<String> node,
      Optional<String> role)
      implements FlowEvent {

    /// A question about a tool call.
    public QuestionAsked(
        String question,
        Kind kind,
        String prompt,
        List<String> choices,
        Optional<Json> schema,
        String callId,
        Optional<Instant> expires) {
      this(
          question,
          kind,
          prompt,
          choices,
          schema,
          callId,
          expires,
          Optional.empty(),
          Optional.empty());
    }

    /// Copies the choices.
    public QuestionAsked {
      choices = List.copyOf(choices);
    }
  }

  /// The question is settled.
  ///
  /// @param answer what was chosen; empty when it was declined or expired
  record QuestionResolved(String question, Resolution resolution, Optional<Json> answer, String by)
      implements FlowEvent {}

  /// Why a human is asked.
  enum Kind {
    /// Nobody knows whether a call took effect.
    UNKNOWN_OUTCOME,
    /// A tool wants to know something.
    ELICITATION,
    /// A step of a workflow waits for a yes or no.
    APPROVE,
    /// A step of a workflow waits for a choice.
    CHOOSE,
    /// A step of a workflow waits for a form to be filled in.
    FORM;

    /// {@return the kind as the wire spells it; a yes or no is a choice of two}
    public String wire() {
      return this == APPROVE ? CHOOSE.wire() : name().toLowerCase(Locale.ROOT);
    }
  }

  /// How a question was settled.
  enum Resolution {
    ANSWERED,
    DECLINED,
    EXPIRED,
    CANCELLED
  }
}
