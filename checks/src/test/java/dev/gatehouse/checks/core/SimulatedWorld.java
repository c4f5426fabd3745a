package dev.gatehouse.checks.core;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.ToolCall;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.RandomReplies;
import dev.gatehouse.testkit.random.RandomRuns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The models, tools and ledgers an engine meets: wild at first, and kind once calmed.
final class SimulatedWorld {

  private final Draw draw;
  private final RunJournal journal;
  private final SimulatedPolicy policy;
  private double wildness = 1;

  SimulatedWorld(Draw draw, RunJournal journal) {
    this.draw = draw;
    this.journal = journal;
    this.policy = new SimulatedPolicy(draw);
  }

  void calm() {
    wildness = 0;
    policy.calm();
  }

  private boolean surprise(double probability) {
    return draw.chance(probability * wildness);
  }

  /// {@return what an engine says before it performs an action}
  RunInput announcement(Action action, Instant now) {
    return switch (action) {
      case Action.CallModel call when surprise(0.05) -> tooDear(call.ref());
      case Action.CallModel call when surprise(0.05) -> new RunInput.ContextLarge(call.ref());
      case Action.Compact compact when surprise(0.1) -> tooDear(compact.ref());
      case Action.CallModel call when surprise(0.03) ->
          modelEnded(
              call.ref(), new ModelOutcome.Failed(RandomReplies.modelFailure(draw), Usage.NONE));
      case Action.CallTool call when policy.isVoid(call.clearance(), now) ->
          new RunInput.ClearanceStale(call.ref(), "it has changed");
      case Action.CallTool call when call.location().equals(ToolCall.CLIENT) ->
          new RunInput.ClientOffered(
              call.ref(), nonce(call.callId()), now.plusSeconds(draw.between(1, 60)));
      case Action.CallTool call when surprise(0.05) ->
          toolEnded(call, ToolOutcome.error("the tool is gone"));
      case Action.CallModel _, Action.CallTool _, Action.Compact _ -> start(action);
      case Action.JudgeTool judge -> policy.judged(judge, now);
      case Action.ProbeTool _ -> outcome(action);
      case Action.FindEffects find -> search(find);
      case Action.StartNode _, Action.Wake _, Action.Await _ ->
          throw new AssertionError("nothing to perform: " + action);
    };
  }

  static String nonce(String callId) {
    return "nonce of " + callId;
  }

  RunInput start(Action action) {
    Cost reserved = new Cost(draw.between(1, 1_000));
    return switch (action) {
      case Action.Compact compact ->
          new RunInput.CompactionStarting(compact.ref(), "fake/small", reserved);
      case Action.CallTool call ->
          new RunInput.ToolStarting(call.ref(), "run_1:" + call.ref().id());
      default ->
          new RunInput.ModelStarting(
              action.ref(), draw.oneOf(List.of("fake/small", "fake/large")), reserved);
    };
  }

  boolean isStart(RunInput input) {
    return input instanceof RunInput.ModelStarting
        || input instanceof RunInput.CompactionStarting
        || input instanceof RunInput.ToolStarting;
  }

  private RunInput tooDear(ActionRef ref) {
    return new RunInput.BudgetShort(ref, "run/run_1", new Cost(50), new Cost(80), new Cost(100));
  }

  /// {@return what comes of an action that nobody stops}
  RunInput outcome(Action action) {
    return switch (action) {
      case Action.CallModel call ->
          modelEnded(
              call.ref(),
              draw.chance(wildness) ? RandomReplies.model(draw) : RandomReplies.ending(draw));
      case Action.CallTool call -> toolEnded(call, RandomReplies.tool(draw));
      case Action.ProbeTool probe ->
          new RunInput.ToolProbed(
              probe.ref(),
              draw.chance(0.5) ? Optional.of(RandomReplies.tool(draw)) : Optional.empty());
      case Action.Compact compact -> compacted(compact.ref());
      case Action.FindEffects find -> search(find);
      case Action.JudgeTool _, Action.StartNode _, Action.Wake _, Action.Await _ ->
          throw new AssertionError("nothing to perform: " + action);
    };
  }

  /// {@return what comes of an action that was stopped}
  RunInput stopped(Action action) {
    Failure cancelled = Failure.of(Failure.Code.CANCELLED, "somebody wanted it to stop");
    return switch (action) {
      case Action.CallModel call -> modelEnded(call.ref(), RandomReplies.cutOff(draw));
      case Action.CallTool call -> toolEnded(call, new ToolOutcome.Failed(cancelled));
      case Action.Compact compact -> notCompacted(compact.ref(), cancelled);
      case Action.ProbeTool _, Action.JudgeTool _, Action.FindEffects _ ->
          new RunInput.Closed(action.ref());
      case Action.StartNode _, Action.Wake _, Action.Await _ ->
          throw new AssertionError("nothing to stop: " + action);
    };
  }

  private RunInput search(Action.FindEffects find) {
    ToolPolicy back =
        draw.oneOf(
            List.of(
                ToolPolicy.STANDARD.idempotently().withAttempts(2),
                ToolPolicy.STANDARD.withOnUnknown(OnUnknown.PROBE),
                ToolPolicy.STANDARD));
    return SimulatedSearch.found(
        find, journal.log().stream().map(RunJournal.Logged::event).toList(), back);
  }

  private RunInput modelEnded(ActionRef ref, ModelOutcome outcome) {
    boolean checked =
        journal.spec().request().outputSchema().isPresent()
            && outcome instanceof ModelOutcome.Replied reply
            && reply.stop() != StopReason.TOOL_USE;
    return new RunInput.ModelEnded(
        ref,
        outcome,
        new Cost(draw.below(500)),
        draw.fraction(),
        RandomRuns.TOOLS,
        checked && surprise(0.5) ? List.of("/answer: is not a string") : List.of(),
        surprise(0.3) ? Optional.of("fake/other") : Optional.empty());
  }

  private RunInput toolEnded(Action.CallTool call, ToolOutcome outcome) {
    return new RunInput.ToolEnded(
        call.ref(),
        outcome,
        draw.below(900),
        Optional.empty(),
        draw.fraction(),
        call.policy().results() == ToolPolicy.Results.UNTRUSTED);
  }

  private RunInput compacted(ActionRef ref) {
    if (surprise(0.3)) {
      return notCompacted(ref, RandomReplies.modelFailure(draw));
    }
    int through = draw.between(0, journal.state().talk().messages().size());
    return new RunInput.Compacted(
        ref,
        draw.words(),
        through,
        9_000,
        800,
        RandomReplies.usage(draw),
        new Cost(draw.below(100)));
  }

  private RunInput notCompacted(ActionRef ref, Failure failure) {
    return new RunInput.NotCompacted(ref, failure, Usage.NONE, new Cost(draw.below(100)));
  }
}
