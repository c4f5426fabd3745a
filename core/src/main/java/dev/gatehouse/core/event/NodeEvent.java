package dev.gatehouse.core.event;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.Workflow.Scope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What happens to the nodes of a workflow run. A node is named by its path: the ids of the steps
/// it lies in, from the top, and its own, with the number of the iteration, item or task between
/// (`research/3/fetch`). The path of the run itself is empty.
///
/// Where an event says the attempt of a node in an optional, logs written before that was kept have
/// none.
public sealed interface NodeEvent extends Event {

  /// A node begins an attempt.
  ///
  /// @param node the id of its step
  /// @param kind what it does, as documents spell it
  /// @param agent who does it, when that is settled
  record NodeStarted(String path, String node, int attempt, String kind, Optional<String> agent)
      implements NodeEvent {}

  /// An attempt has brought something, which its policy will judge.
  ///
  /// @param output what it yields; empty when it failed
  record NodeReported(String path, Optional<Json> output, Optional<Failure> failure)
      implements NodeEvent {}

  /// The attempt failed, and another one follows.
  record NodeRetryPlanned(String path, int attempt, Failure failure, Instant at)
      implements NodeEvent {}

  /// The step failed for good, and another one is done in its place.
  record NodeFellBack(String path, Failure failure) implements NodeEvent {}

  /// The node is over.
  ///
  /// @param output what it yields; empty unless it completed
  /// @param error why it failed, or why it was skipped
  /// @param spend what its attempts and all within it used
  /// @param millis how long it took, with all its attempts, in milliseconds
  record NodeFinished(
      String path,
      String node,
      int attempt,
      NodeStatus status,
      Optional<Json> output,
      Optional<Failure> error,
      Spend spend,
      long millis)
      implements NodeEvent {}

  /// The node will not be done.
  ///
  /// @param attempt the attempt that is given up, 0 when it never began
  record NodeSkipped(String path, String node, String reason, String by, Optional<Integer> attempt)
      implements NodeEvent {}

  /// One of several ways is taken.
  ///
  /// @param target `case-1` …, `else`, or the step an agent chose
  /// @param because the condition that holds, or the agent's reason
  record BranchTaken(String path, String target, String because, Optional<Integer> attempt)
      implements NodeEvent {}

  /// A list is worked on, item by item.
  record ItemsListed(String path, List<Json> items) implements NodeEvent {
    /// Copies the items.
    public ItemsListed {
      items = List.copyOf(items);
    }
  }

  /// An iteration of a loop is over.
  ///
  /// @param score what the critic gave it
  /// @param best the number of the best iteration so far
  /// @param reason why the loop ends with it; empty when it goes on
  record LoopIterated(
      String path,
      int iteration,
      Optional<BigDecimal> score,
      Optional<String> feedback,
      int best,
      Optional<String> reason,
      Optional<Integer> attempt)
      implements NodeEvent {}

  /// A value of the shared state is another one now.
  ///
  /// @param merge the rule by which the write joined what was there
  /// @param value what was written
  /// @param holder the path of the node that has the key; empty when the whole run has it
  /// @param result what is there now
  /// @param version how often the key was written, this time included
  /// @param by the path of the node that wrote it; `session` when it was found there
  /// @param write what names the write of an agent, which counts once however often it is made
  record StateChanged(
      String key,
      Scope scope,
      String holder,
      String merge,
      Json value,
      Json result,
      int version,
      String by,
      Optional<Integer> attempt,
      Optional<String> write)
      implements NodeEvent {}

  /// A manager has divided its task.
  ///
  /// @param revision from 1; a later one replaces what is not done yet
  record PlanMade(String path, List<Task> tasks, int revision, Optional<Integer> attempt)
      implements NodeEvent {
    /// Copies the tasks.
    public PlanMade {
      tasks = List.copyOf(tasks);
    }
  }

  /// A worker has taken a task.
  record TaskClaimed(String path, String task, String agent, Optional<Integer> attempt)
      implements NodeEvent {}

  /// Somebody was chosen among several who could do it.
  ///
  /// @param spend what the advice of a router has cost, when one was asked
  record RouteChosen(
      String path,
      String chosen,
      List<Candidate> candidates,
      Optional<Integer> attempt,
      Optional<Spend> spend)
      implements NodeEvent {
    /// Copies the candidates.
    public RouteChosen {
      candidates = List.copyOf(candidates);
    }
  }

  /// One agent wrote to others.
  ///
  /// @param from the path of the node that sent it
  /// @param to an agent, `role:<role>`, or `*` for all
  record MessageSent(
      String message, String from, String to, String text, Instant at, Optional<Integer> attempt)
      implements NodeEvent {}

  /// Somebody gave a signal.
  record SignalReceived(String name, Json payload, String by) implements NodeEvent {}

  /// An agent has said something about the rest of the workflow. It counts when its node completes.
  ///
  /// @param work the beginning of the node whose agent said it
  /// @param target the step it chose; empty when it ends the workflow
  /// @param output what the workflow yields then
  record SignalGiven(String work, Optional<String> target, Optional<Json> output, String reason)
      implements NodeEvent {}

  /// An agent has ended the workflow.
  record FlowTerminated(String path, Optional<Json> output, String reason) implements NodeEvent {}

  /// Somebody wants a node not to be done.
  record SkipRequested(String path, String reason, String by) implements NodeEvent {}

  /// Somebody wants a node, and what followed from it, done again.
  record RedoRequested(String path, String reason, String by) implements NodeEvent {}

  /// Somebody has put a step into the running workflow.
  ///
  /// @param after the path of the node it follows
  record StepInserted(String after, Step step, String reason, String by) implements NodeEvent {}

  /// What was used up.
  record Spend(Usage usage, Cost cost) {
    /// Nothing.
    public static final Spend NONE = new Spend(Usage.NONE, Cost.ZERO);

    /// {@return this and that}
    public Spend plus(Spend other) {
      return new Spend(usage.plus(other.usage), cost.plus(other.cost));
    }
  }

  /// A part of a divided task.
  ///
  /// @param priority 0–9; of the tasks that can be done, those with the highest go first
  record Task(
      String id,
      String task,
      Optional<String> capability,
      Optional<String> agent,
      List<String> dependsOn,
      int priority) {
    /// Copies the dependencies.
    public Task {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /// Somebody who could have been chosen.
  record Candidate(String name, BigDecimal score, List<String> reasons) {
    /// Copies the reasons.
    public Candidate {
      reasons = List.copyOf(reasons);
    }
  }

  /// How a node ended.
  enum NodeStatus {
    COMPLETED,
    FAILED,
    SKIPPED,
    CANCELLED;

    /// {@return the status as the wire spells it}
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
