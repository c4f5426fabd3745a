package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.gateway.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One thing a person at a terminal is shown of a run.
public sealed interface Shown {

  /// A piece of the answer.
  record Text(String text) implements Shown {}

  /// A piece of readable thought.
  record Thought(String text) implements Shown {}

  /// What was shown of this turn is void and comes again, or never.
  record Voided(String why) implements Shown {}

  /// A model turn is whole.
  record TurnDone() implements Shown {}

  /// A tool is called.
  record ToolBegan(String call, String tool, String input) implements Shown {}

  /// A tool call is over.
  record ToolEnded(String call, String tool, Optional<Fault> fault, Duration time)
      implements Shown {}

  /// Why a tool call failed.
  ///
  /// @param code as the wire spells it
  record Fault(String code, String message) {}

  /// A piece of a tool's own output.
  record ToolPrinted(String tool, String text) implements Shown {}

  /// Somebody must choose before the run goes on.
  record Asked(String question, String prompt, List<String> choices) implements Shown {

    /// Copies the choices.
    public Asked {
      choices = List.copyOf(choices);
    }
  }

  /// A tool call waits for a human's word.
  ///
  /// @param run the run that wants to make it: the one that is watched, or one below it
  /// @param reason a sentence for the human
  /// @param risk what the call does to the world, and what the run has read
  /// @param standing whether a yes may also count for later calls
  record ApprovalWanted(
      String approval,
      String run,
      ToolBegan call,
      String reason,
      String risk,
      Terms.Standing standing)
      implements Shown {}

  /// Something worth a faint line: what others decided or began.
  record Aside(String line) implements Shown {}

  /// Something worth a line: a limit, a summary, a pause.
  record Noted(String line) implements Shown {}

  /// The run is over.
  ///
  /// @param message why it failed or was cancelled; empty otherwise
  record Ended(Outcome outcome, String message) implements Shown {}
}
