package dev.gatehouse.core.event;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.routing.Selection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What passes between a run and its model. Each call stands between a dispatch, which is durable
/// before the request's first byte, and one event that closes it.
public sealed interface ModelEvent extends Event {

  /// A call is about to be made.
  ///
  /// @param attempt the number of the call within the turn, from 1
  /// @param model the deployment that is asked
  /// @param reserved the most it may cost, which the ledgers bear from now on
  /// @param selection how the deployment was chosen, when there was a choice
  /// @param takeover the deployment whose failed attempt it takes over
  record ModelCallDispatched(
      int turn,
      int attempt,
      String model,
      Cost reserved,
      Optional<Selection> selection,
      Optional<Takeover> takeover)
      implements ModelEvent {

    /// A call without a choice.
    public ModelCallDispatched(int turn, int attempt, String model, Cost reserved) {
      this(turn, attempt, model, reserved, Optional.empty(), Optional.empty());
    }
  }

  /// The turn is whole.
  record ModelReplied(
      int turn,
      int attempt,
      List<Content> content,
      StopReason stop,
      Usage usage,
      Cost cost,
      String model)
      implements ModelEvent {

    /// Copies the blocks.
    public ModelReplied {
      content = List.copyOf(content);
    }
  }

  /// The call was stopped on purpose; what had arrived is kept.
  record ModelCutOff(int turn, int attempt, List<Content> content, Usage usage, Cost cost)
      implements ModelEvent {

    /// Copies the blocks.
    public ModelCutOff {
      content = List.copyOf(content);
    }
  }

  /// The call failed, and what had arrived is void.
  ///
  /// @param model the deployment that was asked, or the model that could not be
  /// @param discardFrom the place in the tree of the attempt's dispatch, after which its text is
  ///   void; of a call that was never made, the last place before its turn
  /// @param plan whether the model will be asked again
  record ModelFailed(
      int turn,
      int attempt,
      String model,
      Failure failure,
      Usage usage,
      Cost cost,
      long discardFrom,
      Plan plan)
      implements ModelEvent {}

  /// The call will be made again.
  record RetryPlanned(int turn, int attempt, Instant at) implements ModelEvent {}

  /// A ledger could not bear the reservation of a call, which was not made.
  record BudgetRefused(int turn, String ledger, Cost wanted, Cost balance, Cost cap)
      implements ModelEvent {}

  /// The answer did not satisfy the schema it was asked for, and goes back to the model.
  record OutputRejected(int turn, List<String> findings) implements ModelEvent {

    /// Copies the findings.
    public OutputRejected {
      findings = List.copyOf(findings);
    }
  }

  /// The context is too large, or nearly so, and shall be shortened before the model is asked
  /// again.
  ///
  /// @param number from 1, counted over the run
  record CompactionRequested(int number, Cause cause) implements ModelEvent {}

  /// The context is about to be shortened by a model.
  record CompactionDispatched(int number, int attempt, String model, Cost reserved)
      implements ModelEvent {}

  /// The context was shortened.
  ///
  /// @param summary what stands for the messages that were left out
  /// @param through how many messages, counted from the start of the conversation, the summary
  ///   stands for
  /// @param charsBefore the size of the context before, in UTF-16 units
  /// @param charsAfter its size afterwards
  record ContextCompacted(
      int number,
      String summary,
      int through,
      long charsBefore,
      long charsAfter,
      Usage usage,
      Cost cost)
      implements ModelEvent {}

  /// The context could not be shortened.
  record CompactionFailed(int number, int attempt, Failure failure, Usage usage, Cost cost)
      implements ModelEvent {}

  /// What another deployment takes over.
  ///
  /// @param from the deployment that failed
  /// @param reason the code of its failure, as the wire spells it
  /// @param discardFrom the place in the tree of its dispatch, after which its text is void
  record Takeover(String from, String reason, long discardFrom) {}

  /// What follows a failed call.
  enum Plan {
    /// The model is asked again.
    RETRY,
    /// Another deployment is asked at once.
    FAILOVER,
    /// The run fails.
    GIVE_UP
  }

  /// Why a context is shortened.
  enum Cause {
    /// It passed the agent's threshold.
    THRESHOLD,
    /// The provider refused it.
    RESCUE
  }
}
