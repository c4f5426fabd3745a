package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a run stands: the fold of its events, and nothing else.
///
/// Immutable. The calls are those of the current turn, `open` are the actions that were decided and
/// have not ended, so both stay small however long the run gets.
///
/// @param control whether it works, waits or has ended
/// @param progress which turn it is in and what that turn needs
/// @param talk what was said
/// @param spent what it has cost
/// @param calls the tool calls of the current turn, by id, in order
/// @param open the actions in flight, by id
/// @param questions the questions nobody has answered, by id
/// @param children the runs it has started that have not ended, by id
/// @param flow where the nodes of its workflow stand; empty when an agent works alone
/// @param undoings what it takes back, or has taken back
public record RunState(
    RunSpec spec,
    Control control,
    Progress progress,
    Talk talk,
    Spent spent,
    Map<String, ToolCall> calls,
    Map<String, Open> open,
    Map<String, Question> questions,
    Map<String, Child> children,
    Optional<FlowState> flow,
    Undoings undoings) {

  /// The state of a run that has just been created.
  public static RunState of(RunSpec spec) {
    return new RunState(
        spec,
        new Control(Phase.QUEUED, Optional.empty(), spec.limits(), Instant.EPOCH, 0, Hold.FREE),
        spec.flow().isPresent() ? Progress.START.at(new Progress.Stage.Nodes()) : Progress.START,
        Talk.of(spec.input()),
        Spent.NOTHING,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        spec.flow().map(FlowState::of),
        Undoings.NONE);
  }

  /// {@return whether it has ended; only a resumption past a limit makes it live again}
  public boolean ended() {
    return control.phase == Phase.ENDED;
  }

  RunState with(Control next) {
    return new RunState(
        spec, next, progress, talk, spent, calls, open, questions, children, flow, undoings);
  }

  RunState with(Progress next) {
    return new RunState(
        spec, control, next, talk, spent, calls, open, questions, children, flow, undoings);
  }

  RunState with(Talk next) {
    return new RunState(
        spec, control, progress, next, spent, calls, open, questions, children, flow, undoings);
  }

  RunState with(Talk.Context next) {
    return with(talk.with(next));
  }

  RunState with(Spent next) {
    return new RunState(
        spec, control, progress, talk, next, calls, open, questions, children, flow, undoings);
  }

  RunState withCalls(Map<String, ToolCall> next) {
    return new RunState(
        spec, control, progress, talk, spent, next, open, questions, children, flow, undoings);
  }

  RunState withOpen(Map<String, Open> next) {
    return new RunState(
        spec, control, progress, talk, spent, calls, next, questions, children, flow, undoings);
  }

  RunState withQuestions(Map<String, Question> next) {
    return new RunState(
        spec, control, progress, talk, spent, calls, open, next, children, flow, undoings);
  }

  RunState withChildren(Map<String, Child> next) {
    return new RunState(
        spec, control, progress, talk, spent, calls, open, questions, next, flow, undoings);
  }

  RunState with(FlowState next) {
    return new RunState(
        spec,
        control,
        progress,
        talk,
        spent,
        calls,
        open,
        questions,
        children,
        Optional.of(next),
        undoings);
  }

  RunState with(Undoings next) {
    return new RunState(
        spec, control, progress, talk, spent, calls, open, questions, children, flow, next);
  }

  /// The great divisions of a run's life.
  public enum Phase {
    QUEUED,
    RUNNING,
    ENDED
  }

  /// Whether new actions may begin.
  public enum Hold {
    FREE,
    PAUSED
  }

  /// What governs the run from outside.
  ///
  /// @param ending how it is about to end, or has ended
  /// @param limits the limits in force
  /// @param since when it was started or last resumed
  /// @param resumptions how often it was resumed, after a pause or past a limit
  public record Control(
      Phase phase,
      Optional<Ending> ending,
      RunLimits limits,
      Instant since,
      int resumptions,
      Hold hold) {

    Control ending(Ending how) {
      return new Control(
          phase, ending.or(() -> Optional.of(how)), limits, since, resumptions, hold);
    }

    Control withoutEnding() {
      return new Control(phase, Optional.empty(), limits, since, resumptions, hold);
    }

    Control held(Hold next) {
      return new Control(phase, ending, limits, since, resumptions, next);
    }
  }

  /// How a run ends.
  public sealed interface Ending {

    /// By itself.
    record Completed(StopReason stop) implements Ending {}

    /// At a limit.
    record Limited(StopReason stop) implements Ending {}

    /// By somebody's wish.
    record Cancelled(String reason, String by) implements Ending {}

    /// Because it could not go on.
    ///
    /// @param discardFrom the place in the tree after which the text of its last turn is void
    record Failed(Failure failure, Optional<Long> discardFrom) implements Ending {}
  }

  /// What a run has used up.
  ///
  /// @param reserved what the ledgers bear for the calls in flight
  public record Spent(Usage usage, Cost cost, Cost reserved) {

    static final Spent NOTHING = new Spent(Usage.NONE, Cost.ZERO, Cost.ZERO);

    Spent reserving(Cost amount) {
      return new Spent(usage, cost, amount);
    }

    Spent settling(Usage used, Cost paid) {
      return new Spent(usage.plus(used), cost.plus(paid), Cost.ZERO);
    }
  }

  /// An action that was decided and has not ended.
  ///
  /// @param mark how far it has come
  /// @param since when it was decided
  public record Open(ActionRef ref, Mark mark, Instant since) {}

  /// How far an open action has come.
  public enum Mark {
    /// It was decided; nothing has happened yet that anybody outside could notice.
    DECIDED,
    /// Something outside may have noticed it.
    DISPATCHED,
    /// It is no longer wanted, and had not been dispatched.
    DROPPED,
    /// It is no longer wanted, and is being stopped.
    STOPPING
  }

  /// A question that waits for a human.
  ///
  /// @param callId the tool call it is about, or the beginning of the node that asks
  /// @param node the path of the node that asks
  public record Question(
      String id,
      FlowEvent.Kind kind,
      String callId,
      List<String> choices,
      Optional<Instant> expires,
      Optional<String> node) {}

  /// A run that this one has started.
  ///
  /// @param call the tool call that did, or the beginning of the node it works for
  public record Child(String id, String call, String agent, RunEvent.Attachment attachment) {}

  /// {@return the structured answer the last message holds, when one was asked for and it is JSON}
  public Optional<Json> structuredAnswer() {
    boolean answered =
        !talk.messages().isEmpty() && talk.messages().getLast().role() == Role.ASSISTANT;
    return spec.request().outputSchema().isPresent() && answered
        ? StructuredAnswer.of(talk.messages().getLast().text())
        : Optional.empty();
  }
}
