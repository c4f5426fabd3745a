package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
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
public record RunState(
    RunSpec spec,
    Control control,
    Progress progress,
    Talk talk,
    Spent spent,
    Map<String, ToolCall> calls,
    Map<String, Open> open,
    Map<String, Question> questions) {

  /// The state of a run that has just been created.
  public static RunState of(RunSpec spec) {
    return new RunState(
        spec,
        new Control(Phase.QUEUED, Optional.empty(), spec.limits(), Instant.EPOCH, 0, Hold.FREE),
        new Progress(
            1, new Stage.Ask(1), 0, Optional.empty(), 0, new Call("", 0), Optional.empty()),
        new Talk(
            0, 0, spec.input(), List.of(), new Context(Optional.empty(), 0, 0, Compactable.YES, 0)),
        Spent.NOTHING,
        Map.of(),
        Map.of(),
        Map.of());
  }

  /// {@return whether it has ended; only a resumption past a limit makes it live again}
  public boolean ended() {
    return control.phase == Phase.ENDED;
  }

  RunState with(Control next) {
    return new RunState(spec, next, progress, talk, spent, calls, open, questions);
  }

  RunState with(Progress next) {
    return new RunState(spec, control, next, talk, spent, calls, open, questions);
  }

  RunState with(Talk next) {
    return new RunState(spec, control, progress, next, spent, calls, open, questions);
  }

  RunState with(Context next) {
    return with(talk.with(next));
  }

  RunState with(Spent next) {
    return new RunState(spec, control, progress, talk, next, calls, open, questions);
  }

  RunState withCalls(Map<String, ToolCall> next) {
    return new RunState(spec, control, progress, talk, spent, next, open, questions);
  }

  RunState withOpen(Map<String, Open> next) {
    return new RunState(spec, control, progress, talk, spent, calls, next, questions);
  }

  RunState withQuestions(Map<String, Question> next) {
    return new RunState(spec, control, progress, talk, spent, calls, open, next);
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

  /// Whether the context may be shortened before the next turn; a failed attempt at it is not
  /// repeated.
  public enum Compactable {
    YES,
    NO
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
    record Failed(Failure failure) implements Ending {}
  }

  /// How far the loop has come.
  ///
  /// @param turn the current turn, from 1
  /// @param failures how many calls of this turn have failed in a row
  /// @param failingSince when the first of them failed
  /// @param repairs how often a structured answer was sent back
  /// @param call the model call in flight or the last one
  /// @param report what is to be said about the turn when it is over
  public record Progress(
      int turn,
      Stage stage,
      int failures,
      Optional<Instant> failingSince,
      int repairs,
      Call call,
      Optional<Report> report) {

    Progress at(Stage next) {
      return new Progress(turn, next, failures, failingSince, repairs, call, report);
    }

    Progress calling(Call next) {
      return new Progress(turn, stage, failures, failingSince, repairs, next, report);
    }

    Progress failing(int times, Optional<Instant> since) {
      return new Progress(turn, stage, times, since, repairs, call, report);
    }

    Progress repairing() {
      return new Progress(turn, stage, failures, failingSince, repairs + 1, call, report);
    }

    Progress reporting(Report next) {
      return new Progress(turn, stage, failures, failingSince, repairs, call, Optional.of(next));
    }

    Progress reported() {
      return new Progress(turn, stage, failures, failingSince, repairs, call, Optional.empty());
    }

    Progress nextTurn() {
      return new Progress(turn + 1, new Stage.Ask(1), 0, Optional.empty(), repairs, call, report);
    }
  }

  /// A model call as it was dispatched.
  ///
  /// @param pos the place of its dispatch in the tree's log
  public record Call(String model, long pos) {}

  /// What is said about a turn when it is over.
  public record Report(int turn, Usage usage, StopReason stop) {}

  /// What the current turn needs.
  public sealed interface Stage {

    /// The model's answer.
    record Ask(int attempt) implements Stage {}

    /// A pause before the model is asked again.
    record Backoff(int attempt, Instant at) implements Stage {}

    /// The results of the tool calls.
    record Calls() implements Stage {}

    /// A shorter context.
    ///
    /// @param attempt the attempt at shortening
    /// @param thenAsk the attempt at the turn that follows
    /// @param rescue whether the provider refused the context as it is
    record Compacting(int number, int attempt, int thenAsk, boolean rescue) implements Stage {}

    /// Nothing.
    record Rest() implements Stage {}
  }

  /// What was said.
  ///
  /// @param branch the branch of the session's conversation that is continued
  /// @param history how many of its messages came before
  /// @param messages what this run added, its input first
  /// @param steered what was said to it and waits for the next turn
  public record Talk(
      int branch, int history, List<Message> messages, List<Message> steered, Context context) {

    Talk after(int onBranch, int length) {
      return new Talk(onBranch, length, messages, steered, context);
    }

    Talk saying(List<Message> all) {
      return new Talk(branch, history, all, steered, context);
    }

    Talk hearing(List<Message> waiting) {
      return new Talk(branch, history, messages, waiting, context);
    }

    Talk with(Context next) {
      return new Talk(branch, history, messages, steered, next);
    }
  }

  /// How the conversation is kept within the model's context.
  ///
  /// @param summary what stands for its start
  /// @param compactions how often it was shortened
  /// @param rescues how often that was forced by the provider in this turn
  /// @param tokens its size at the last answer, 0 when that is unknown
  public record Context(
      Optional<Summary> summary,
      int compactions,
      int rescues,
      Compactable compactable,
      long tokens) {

    /// {@return whether it was shortened and no answer has told its size since}
    boolean isFresh() {
      return summary.isPresent() && tokens == 0;
    }

    Context sized(long size) {
      return new Context(summary, compactions, rescues, compactable, size);
    }

    Context rescued(int times) {
      return new Context(summary, compactions, times, compactable, tokens);
    }

    Context shortening(int number) {
      return new Context(summary, number, rescues, compactable, tokens);
    }

    Context summarised(Summary by) {
      return new Context(Optional.of(by), compactions, rescues, compactable, 0);
    }

    Context givenUp() {
      return new Context(summary, compactions, rescues, Compactable.NO, tokens);
    }
  }

  /// What stands for the start of a conversation.
  ///
  /// @param through how many messages it stands for, those before the run included
  public record Summary(String text, int through) {}

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
  public record Open(ActionRef ref, Mark mark) {}

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
  public record Question(
      String id, String callId, List<String> choices, Optional<Instant> expires) {}

  /// {@return the structured answer the last message holds, when one was asked for and it is JSON}
  public Optional<Json> structuredAnswer() {
    boolean answered = !talk.messages.isEmpty() && talk.messages.getLast().role() == Role.ASSISTANT;
    return spec.outputSchema().isPresent() && answered
        ? StructuredAnswer.of(talk.messages.getLast().text())
        : Optional.empty();
  }
}
