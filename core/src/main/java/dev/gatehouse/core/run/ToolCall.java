package dev.gatehouse.core.run;

import dev.gatehouse.core.approval.Clearance;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ToolEvent.ToolCallFinished;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import java.time.Instant;
import java.util.Optional;

/// Where one tool call of the current turn stands.
///
/// @param input the arguments as they are now: an interceptor or a human may have put others in the
///   place of the model's
/// @param place which of the run's calls it is
/// @param gate what policy and humans said of it
/// @param tries how often it was made
public record ToolCall(
    String id,
    String tool,
    Json input,
    Place place,
    ToolPolicy policy,
    Gate gate,
    Tries tries,
    Status status) {

  /// Where the client's own tools run.
  public static final String CLIENT = "client";

  /// {@return a call as a model wished for it}
  static ToolCall wished(String id, String tool, Json input, Place place, ToolPolicy policy) {
    return new ToolCall(
        id,
        tool,
        input,
        place,
        policy,
        new Gate(1, Optional.empty(), Optional.empty()),
        new Tries(1, 0),
        new Status.Judging());
  }

  /// Which of a run's calls it is.
  ///
  /// @param index its place among the calls of its turn, from 0
  /// @param location where it runs
  public record Place(int turn, int index, String location) {}

  /// What policy and humans said of a call.
  ///
  /// @param round how often it is being or has been judged, from 1
  /// @param clearance what allows it
  /// @param editor who put other arguments in it, and thereby approved of them
  public record Gate(int round, Optional<Clearance> clearance, Optional<Editor> editor) {

    Gate cleared(Clearance by) {
      return new Gate(round, Optional.of(by), editor);
    }

    Gate again(Optional<Editor> by) {
      return new Gate(round + 1, Optional.empty(), by);
    }
  }

  /// Who put other arguments in a call.
  ///
  /// @param terms the terms on which they were asked
  public record Editor(String name, Terms terms) {

    /// {@return whether a question on these terms may be put to them, so that it need not be}
    boolean answers(Terms asked) {
      boolean eyes = asked.eyes() == Terms.Eyes.TWO || terms.eyes() == Terms.Eyes.FOUR;
      return eyes && asked.approvers().equals(terms.approvers());
    }
  }

  /// How often a call was made.
  ///
  /// @param attempt the attempt that is wanted, in flight or was the last, from 1
  /// @param failures how many attempts have failed
  public record Tries(int attempt, int failures) {}

  /// {@return the attempt that is wanted, in flight or was the last, from 1}
  public int attempt() {
    return tries.attempt;
  }

  /// {@return the id of the action that makes the call}
  String action() {
    return "turn-" + place.turn + ".call-" + place.index;
  }

  /// {@return whether an attempt of it may have taken effect without anybody knowing}
  boolean isDoubted() {
    return tries.attempt > tries.failures + 1;
  }

  /// {@return whether it takes back what another call has done}
  public boolean isUndo() {
    return place.turn == Undos.TURN;
  }

  /// {@return whether a human or a client must act before it can go on}
  public boolean waitsForSomebody() {
    return status instanceof Status.Approving || status instanceof Status.AtClient;
  }

  /// {@return its end by the gateway's own word}
  ToolCallFinished ours(ToolOutcome outcome) {
    return over(outcome, false);
  }

  /// {@return its end by the word of whoever made it}
  ToolCallFinished theirs(ToolOutcome outcome) {
    return over(outcome, policy.results() == ToolPolicy.Results.UNTRUSTED);
  }

  private ToolCallFinished over(ToolOutcome outcome, boolean tainted) {
    return new ToolCallFinished(
        id,
        tool,
        tries.attempt,
        outcome,
        0,
        Optional.empty(),
        tainted,
        Optional.empty(),
        Optional.of(place.location));
  }

  ToolCall at(Status next) {
    return new ToolCall(id, tool, input, place, policy, gate, tries, next);
  }

  ToolCall again(Status next) {
    Tries more = new Tries(tries.attempt + 1, tries.failures);
    return new ToolCall(id, tool, input, place, policy, gate, more, next);
  }

  ToolCall failedOnce() {
    Tries more = new Tries(tries.attempt, tries.failures + 1);
    return new ToolCall(id, tool, input, place, policy, gate, more, status);
  }

  ToolCall with(Gate next) {
    return new ToolCall(id, tool, input, place, policy, next, tries, status);
  }

  ToolCall withInput(Json other) {
    return new ToolCall(id, tool, other, place, policy, gate, tries, status);
  }

  /// What a call waits for.
  public sealed interface Status {

    /// For interceptors and rules to say what they think of it.
    record Judging() implements Status {}

    /// For nothing more of its own: it was judged, and what follows is recorded beside it.
    record Judged() implements Status {}

    /// For a human's word.
    ///
    /// @param reminded whether those who may answer were reminded
    /// @param escalated whether more may answer by now
    record Approving(Ticket ticket, boolean reminded, boolean escalated) implements Status {}

    /// To be made, or for its outcome.
    record Wanted() implements Status {}

    /// For the client to make it.
    record AtClient(String nonce, Instant expires) implements Status {}

    /// For the time of its next attempt.
    record Backoff(Instant at) implements Status {}

    /// For its tool to say whether it took effect.
    record Probing() implements Status {}

    /// For a human to say what to do.
    record Asking() implements Status {}

    /// Nothing: it is over.
    record Finished(ToolOutcome outcome) implements Status {}
  }
}
