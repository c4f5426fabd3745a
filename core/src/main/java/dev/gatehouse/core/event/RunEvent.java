package dev.gatehouse.core.event;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// The life of a run.
public sealed interface RunEvent extends Event {

  /// It exists, and may have to wait for its turn.
  record RunCreated(RunSpec spec) implements RunEvent {}

  /// It may work.
  ///
  /// @param branch the branch of the session's conversation it continues
  /// @param history how many messages of that branch it sees
  /// @param tainted whether what it starts with may have been written by strangers
  record RunStarted(
      String agent,
      String model,
      String session,
      Optional<String> parent,
      int branch,
      int history,
      boolean tainted)
      implements RunEvent {}

  /// It has started another run.
  ///
  /// @param call the tool call that did
  /// @param task what the other run was told to do, shortened
  record ChildStarted(String child, String call, String agent, String task, Attachment attachment)
      implements RunEvent {}

  /// A run it has started has ended.
  ///
  /// @param status `completed`, `cancelled` or `failed`
  /// @param notice what the model is told about it, when nobody waits for its result
  /// @param tainted whether its result may hold what strangers wrote
  /// @param report what it brought to the node of a workflow that it worked for
  record ChildEnded(
      String child,
      String status,
      Usage usage,
      Cost cost,
      Optional<String> notice,
      boolean tainted,
      Optional<ChildReport> report)
      implements RunEvent {

    /// The end of a run that a tool call started.
    public ChildEnded(
        String child,
        String status,
        Usage usage,
        Cost cost,
        Optional<String> notice,
        boolean tainted) {
      this(child, status, usage, cost, notice, tainted, Optional.empty());
    }
  }

  /// A model turn is over, with all its tool calls.
  record TurnEnded(int turn, Usage usage, StopReason stop) implements RunEvent {}

  /// Somebody added to what it was asked.
  ///
  /// @param tainted whether that may have been written by strangers
  record RunSteered(List<Message> messages, String by, boolean tainted) implements RunEvent {

    /// Copies the messages.
    public RunSteered {
      messages = List.copyOf(messages);
    }
  }

  /// It shall start nothing new.
  record RunPaused(String by) implements RunEvent {}

  /// It may go on, also past the limit it stopped at.
  ///
  /// @param millis how long it was paused, in milliseconds; empty when it was not, and in logs
  ///   written before that was kept
  record RunResumed(String by, RunLimits limits, Optional<Long> millis) implements RunEvent {}

  /// Somebody wants it to stop.
  record CancelRequested(String reason, String by) implements RunEvent {}

  /// It has come to a limit.
  ///
  /// @param limit `max_turns`, `budget`, `time` or `depth`
  /// @param reached what it came to: turns, dollars, tokens or seconds
  /// @param max what it may come to
  record LimitReached(StopReason limit, BigDecimal reached, BigDecimal max) implements RunEvent {}

  /// It ended by itself.
  ///
  /// @param output the structured answer, when one was asked for
  record RunCompleted(StopReason stop, Usage usage, Cost cost, Optional<Json> output)
      implements RunEvent {}

  /// It was stopped.
  record RunCancelled(String reason, String by, Usage usage, Cost cost) implements RunEvent {}

  /// It cannot go on, and ends as soon as what it has started has ended.
  ///
  /// @param discardFrom the place in the tree after which the text of the turn that failed is void
  record RunBroke(Failure failure, Optional<Long> discardFrom) implements RunEvent {}

  /// It could not go on.
  ///
  /// @param discardFrom the place in the tree after which the text of the turn that failed is void
  record RunFailed(Failure failure, Usage usage, Cost cost, Optional<Long> discardFrom)
      implements RunEvent {}

  /// What a run has brought to the node of a workflow that it worked for.
  ///
  /// @param work the beginning of the node
  /// @param output what it yields, when it has done what it was told
  /// @param failure why it has not
  /// @param calls what tells the tool calls it made from others
  record ChildReport(
      String work, Optional<Json> output, Optional<Failure> failure, Optional<String> calls) {}

  /// How a run hangs together with one it has started.
  enum Attachment {
    /// A tool call waits for its result, or the choice of the agent for a node of a workflow.
    AWAITED,
    /// It works beside its parent, which does not end before it.
    BACKGROUND,
    /// It does what a node of a workflow is there for.
    NODE
  }
}
