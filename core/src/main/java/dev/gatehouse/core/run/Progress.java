package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far the loop of a run has come.
///
/// @param turn the current turn, from 1
/// @param failures how many calls of this turn have failed in a row
/// @param failingSince when the first of them failed
/// @param repairs how often a structured answer was sent back
/// @param call the model call in flight or the last one
/// @param report what is to be said about the turn when it is over
/// @param left the deployments that failed in this turn and were turned away from
public record Progress(
    int turn,
    Stage stage,
    int failures,
    Optional<Instant> failingSince,
    int repairs,
    Call call,
    Optional<Report> report,
    List<String> left) {

  static final Progress START =
      new Progress(
          1,
          new Stage.Ask(1),
          0,
          Optional.empty(),
          0,
          new Call("", 0, Optional.empty()),
          Optional.empty(),
          List.of());

  Progress at(Stage next) {
    return new Progress(turn, next, failures, failingSince, repairs, call, report, left);
  }

  Progress calling(Call next) {
    return new Progress(turn, stage, failures, failingSince, repairs, next, report, left);
  }

  /// All that was said so far stays, whatever becomes of the next call.
  Progress saidUpTo(long pos) {
    return calling(new Call(call.model, pos, call.failed));
  }

  Progress failing(int times, Optional<Instant> since) {
    return new Progress(turn, stage, times, since, repairs, call, report, left);
  }

  Progress repairing() {
    return new Progress(turn, stage, failures, failingSince, repairs + 1, call, report, left);
  }

  Progress reporting(Report next) {
    return new Progress(
        turn, stage, failures, failingSince, repairs, call, Optional.of(next), left);
  }

  Progress reported() {
    return new Progress(turn, stage, failures, failingSince, repairs, call, Optional.empty(), left);
  }

  Progress nextTurn() {
    Call past = new Call(call.model, call.pos, Optional.empty());
    return new Progress(
        turn + 1, new Stage.Ask(1), 0, Optional.empty(), repairs, past, report, List.of());
  }

  /// The call failed, and what is tried next is another deployment: it may fail as often as the
  /// first.
  Progress leaving(String deployment) {
    List<String> all = new ArrayList<>(left);
    all.add(deployment);
    return new Progress(turn, stage, 0, failingSince, repairs, call, report, List.copyOf(all));
  }

  /// A model call as it was dispatched, or the place where the next one will begin.
  ///
  /// @param pos the place in the tree's log after which its text stands: that of its dispatch, and
  ///   until then the last place of the turn before
  /// @param failed how it failed, when it did and the turn is not over
  public record Call(String model, long pos, Optional<Failure.Code> failed) {}

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

    /// The end of a child that works beside it.
    record Gather() implements Stage {}

    /// The nodes of its workflow to be done.
    record Nodes() implements Stage {}

    /// Nothing.
    record Rest() implements Stage {}
  }
}
