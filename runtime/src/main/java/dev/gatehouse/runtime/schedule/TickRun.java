package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.delivery.Quiet;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.schedule.Heartbeat;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.TickResult;
import dev.gatehouse.core.schedule.TickResult.Kind;
import dev.gatehouse.runtime.seat.RunView;
import java.util.Optional;

/// What the end of a run means for the tick it was.
final class TickRun {

  private static final int MAX_TEXT = 500;

  private TickRun() {}

  static TickResult result(Schedule schedule, RunState run) {
    return switch (run.control().ending().orElseThrow()) {
      case Ending.Completed(StopReason stop) -> said(schedule, run, stop);
      case Ending.Limited limited ->
          switch (limited.stop()) {
            case MAX_TURNS, DEPTH -> TickResult.of(Kind.MAX_TURNS_REACHED, text(run));
            case BUDGET -> TickResult.of(Kind.BUDGET_EXCEEDED, text(run));
            case TIME -> TickResult.error("timeout: the run took longer than it may");
            case END_TURN, TOOL_USE, MAX_TOKENS, REFUSAL, CONTENT_FILTER, STOP_SEQUENCE ->
                said(schedule, run, limited.stop());
          };
      case Ending.Cancelled cancelled ->
          new TickResult(Kind.CANCELLED, Optional.of(cut(cancelled.reason())), Optional.empty());
      case Ending.Failed(Failure failure, _) ->
          TickResult.error(cut(failure.code().wire() + ": " + failure.message()));
    };
  }

  private static TickResult said(Schedule schedule, RunState run, StopReason stop) {
    Optional<Quiet> quiet = schedule.heartbeat().map(Heartbeat::quiet);
    if (quiet.isEmpty()) {
      return TickResult.of(Kind.DONE, text(run));
    }
    return switch (quiet.get().said(RunView.answer(run), stop)) {
      case Quiet.Said.Nothing _ -> TickResult.of(Kind.QUIET, "");
      case Quiet.Said.Something(String text) -> TickResult.of(Kind.ALERT, cut(text));
    };
  }

  private static String text(RunState run) {
    return cut(RunView.answer(run));
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
