package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.ModelEvent.Plan;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.RunState.Open;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what to do about actions that were in flight when the process went away.
///
/// A model call is made again as a new attempt, and its reservation counts as spent, since nobody
/// knows what the provider counted. A tool call is in doubt and follows its tool's rule. Nothing is
/// repeated for a run that is about to end.
final class LossDecide {

  /// The finer code of a failure that is the gateway's own and counts against no retry policy.
  static final String RESTART = "gateway_restart";

  private LossDecide() {}

  static Decision lost(RunState state, RunInput.Lost lost) {
    ActionRef ref = lost.ref();
    Open open = state.open().get(ref.id());
    if (open == null || !open.ref().equals(ref)) {
      return RunDecide.stale(ref);
    }
    if (open.mark() == Mark.DROPPED || open.mark() == Mark.DECIDED) {
      return Decision.accept(new FlowEvent.ActionClosed(ref));
    }
    if (Desired.begins(ref) || Undos.isSearch(ref)) {
      return Decision.reject(Decision.Reason.STALE, "another run does it, and is recovered itself");
    }
    if (ref.isCompaction()) {
      return Decision.accept(
          new ModelEvent.CompactionFailed(
              state.talk().context().compactions(),
              ref.attempt(),
              gone(),
              Usage.NONE,
              state.spent().reserved()));
    }
    if (ref.isModel()) {
      return Decision.accept(
          ModelDecide.failure(
              state,
              ref,
              new ModelOutcome.Failed(gone(), Usage.NONE),
              state.spent().reserved(),
              state.control().ending().isEmpty() ? Plan.RETRY : Plan.GIVE_UP));
    }
    return ToolDecide.call(state, ref)
        .<Decision>map(call -> new Decision.Accepted(inDoubt(state, call, lost.question())))
        .orElseGet(() -> RunDecide.stale(ref));
  }

  static Failure gone() {
    return Failure.of(
            Failure.Code.STREAM_CUT,
            "the gateway stopped while the model was answering; the turn runs again")
        .withSubCode(RESTART);
  }

  private static List<Event> inDoubt(RunState state, ToolCall call, String question) {
    OnUnknown rule = rule(state, call);
    List<Event> events = new ArrayList<>(QuestionDecide.dropped(state, call));
    events.add(new ToolEvent.ToolCallDoubted(call.id(), call.attempt(), rule));
    if (rule == OnUnknown.ASK) {
      events.add(
          new FlowEvent.QuestionAsked(
              question,
              FlowEvent.Kind.UNKNOWN_OUTCOME,
              "The gateway stopped while '"
                  + call.tool()
                  + "' ran with "
                  + shortened(call)
                  + ". Whether it took effect is unknown. What now?",
              QuestionDecide.CHOICES,
              Optional.empty(),
              call.id(),
              Optional.empty()));
    }
    if (rule == OnUnknown.FAIL) {
      events.add(call.ours(new ToolOutcome.Failed(QuestionDecide.unknown(call.tool()))));
    }
    return events;
  }

  private static OnUnknown rule(RunState state, ToolCall call) {
    boolean wanted =
        call.isUndo() ? ToolDecide.isWanted(state, call) : state.control().ending().isEmpty();
    if (!wanted) {
      return OnUnknown.FAIL;
    }
    OnUnknown declared = call.policy().doubtRule();
    return declared == OnUnknown.ASK && state.spec().owner().watch() == RunSpec.Watch.HEADLESS
        ? OnUnknown.FAIL
        : declared;
  }

  private static String shortened(ToolCall call) {
    String input = call.input().toString();
    return input.length() <= 500 ? input : input.substring(0, 500) + "…";
  }
}
