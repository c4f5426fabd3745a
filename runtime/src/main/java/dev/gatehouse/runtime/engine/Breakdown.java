package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.tool.ToolOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is said to a run when the gateway itself broke while it performed an action: the run must
/// not wait for ever.
final class Breakdown {

  private Breakdown() {}

  static RunInput of(Action action, Throwable broken) {
    Failure failure =
        Failure.of(Failure.Code.INTERNAL, "the gateway broke at '" + action.ref() + "': " + broken);
    return switch (action) {
      case Action.CallModel call ->
          new RunInput.ModelEnded(
              call.ref(),
              new ModelOutcome.Failed(failure, Usage.NONE),
              Cost.ZERO,
              0,
              Map.of(),
              List.of());
      case Action.Compact compact ->
          new RunInput.NotCompacted(compact.ref(), failure, Usage.NONE, Cost.ZERO);
      case Action.JudgeTool call ->
          new RunInput.ToolJudged(
              call.ref(),
              List.of(),
              call.input(),
              new CallDigests(CallDigests.ofInput(call.input()), "", ""),
              Optional.of(failure),
              Optional.empty(),
              Optional.empty());
      case Action.CallTool call ->
          new RunInput.ToolEnded(
              call.ref(), unknown(call.tool(), broken), 0, Optional.empty(), 0, false);
      case Action.ProbeTool probe ->
          new RunInput.ToolProbed(probe.ref(), Optional.of(unknown(probe.tool(), broken)));
      case Action.StartNode node -> new RunInput.NodeBroken(node.ref(), failure);
      case Action.FindEffects find ->
          new RunInput.EffectsFound(
              find.ref(),
              find.undo(),
              List.of(),
              find.before(),
              List.of(),
              UndoEvent.Rest.NONE,
              Optional.of(failure));
      case Action.Wake wake -> new RunInput.TimerRang(wake.ref());
      case Action.Await await -> new RunInput.Closed(await.ref());
    };
  }

  private static ToolOutcome unknown(String tool, Throwable broken) {
    return new ToolOutcome.Failed(
        Failure.of(
            Failure.Code.OUTCOME_UNKNOWN,
            "the gateway broke while it ran '"
                + tool
                + "', so whether it took effect is unknown: "
                + broken));
  }
}
