package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can be said to a run: a command from outside, or what became of an action.
///
/// Whatever is random, timed or read from elsewhere comes in with the input, so that deciding stays
/// pure.
public sealed interface RunInput {

  /// Go.
  record Start(int branch, int history) implements RunInput {}

  /// Hear this before the next turn.
  record Steer(List<Message> messages, String by) implements RunInput {}

  /// Begin nothing new.
  record Pause(String by) implements RunInput {}

  /// Go on, under these limits.
  record Resume(String by, RunLimits limits) implements RunInput {}

  /// Stop.
  record Cancel(String reason, String by) implements RunInput {}

  /// Here is the answer to a question.
  record Answer(String question, Resolution resolution, Optional<Json> answer, String by)
      implements RunInput {}

  /// A model call is about to be made.
  record ModelStarting(ActionRef ref, String model, Cost reserved) implements RunInput {}

  /// A model call or a compaction cannot be paid for, and is not made.
  record BudgetShort(ActionRef ref, String ledger, Cost wanted, Cost balance, Cost cap)
      implements RunInput {}

  /// A model call ended.
  ///
  /// @param cost what it cost by the price table
  /// @param draw a number in [0, 1) for the jitter of a retry
  /// @param tools how each tool that the answer names is treated; one that is missing is unknown
  /// @param places where the tools run that do not run here, as [Tool#location] says
  /// @param findings what is wrong with a structured answer
  record ModelEnded(
      ActionRef ref,
      ModelOutcome outcome,
      Cost cost,
      double draw,
      Map<String, ToolPolicy> tools,
      Map<String, String> places,
      List<String> findings)
      implements RunInput {

    /// Copies the collections.
    public ModelEnded {
      tools = Map.copyOf(tools);
      places = Map.copyOf(places);
      findings = List.copyOf(findings);
    }

    /// A call whose tools all run here.
    public ModelEnded(
        ActionRef ref,
        ModelOutcome outcome,
        Cost cost,
        double draw,
        Map<String, ToolPolicy> tools,
        List<String> findings) {
      this(ref, outcome, cost, draw, tools, Map.of(), findings);
    }
  }

  /// The context is larger than the agent's threshold. Refused when it was shortened already or
  /// cannot be: then the model is asked with what there is.
  record ContextLarge(ActionRef ref) implements RunInput {}

  /// A compaction is about to ask its model.
  record CompactionStarting(ActionRef ref, String model, Cost reserved) implements RunInput {}

  /// The context was shortened.
  record Compacted(
      ActionRef ref,
      String summary,
      int through,
      long charsBefore,
      long charsAfter,
      Usage usage,
      Cost cost)
      implements RunInput {}

  /// It could not be shortened.
  record NotCompacted(ActionRef ref, Failure failure, Usage usage, Cost cost) implements RunInput {}

  /// A tool is about to be run.
  record ToolStarting(ActionRef ref, String key) implements RunInput {}

  /// A tool call ended.
  ///
  /// @param draw a number in [0, 1) for the jitter of a retry
  record ToolEnded(
      ActionRef ref, ToolOutcome outcome, long millis, Optional<String> blob, double draw)
      implements RunInput {}

  /// A tool said whether a call took effect.
  record ToolProbed(ActionRef ref, Optional<ToolOutcome> outcome) implements RunInput {}

  /// A timer rang.
  record TimerRang(ActionRef ref) implements RunInput {}

  /// An action was in flight when the process went away.
  ///
  /// @param question the id for a question, should one have to be asked
  record Lost(ActionRef ref, String question) implements RunInput {}

  /// An action that was dropped ended before it did anything.
  record Closed(ActionRef ref) implements RunInput {}
}
