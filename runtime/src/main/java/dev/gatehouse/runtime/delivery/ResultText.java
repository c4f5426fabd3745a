package dev.gatehouse.runtime.delivery;

import dev.gatehouse.core.delivery.Quiet;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.runtime.seat.RunView;
import java.util.Optional;

/// What people read of the end of a run.
final class ResultText {

  private ResultText() {}

  /// {@return the text; empty while the run goes on}
  static String of(RunState run) {
    return run.control()
        .ending()
        .filter(_ -> run.ended())
        .map(ending -> text(run, ending))
        .orElse("");
  }

  /// {@return the text, unless it is an answer that says nothing by the rule the run goes by}
  static Optional<String> worthTelling(RunState run) {
    Optional<Quiet> quiet = run.spec().request().handover().quiet();
    if (quiet.isEmpty() || run.structuredAnswer().isPresent()) {
      return Optional.of(of(run));
    }
    Optional<StopReason> stop = run.control().ending().flatMap(ResultText::stop);
    if (stop.isEmpty()) {
      return Optional.of(of(run));
    }
    return switch (quiet.get().said(RunView.answer(run), stop.get())) {
      case Quiet.Said.Nothing _ -> Optional.empty();
      case Quiet.Said.Something(String text) -> Optional.of(marked(text, stop.get()));
    };
  }

  private static Optional<StopReason> stop(Ending ending) {
    return switch (ending) {
      case Ending.Completed done -> Optional.of(done.stop());
      case Ending.Limited limited -> Optional.of(limited.stop());
      case Ending.Cancelled _, Ending.Failed _ -> Optional.empty();
    };
  }

  private static String text(RunState run, Ending ending) {
    String what =
        (run.flow().isPresent() ? "The run of workflow " : "The run of agent ")
            + run.spec().agent().name();
    return switch (ending) {
      case Ending.Completed done ->
          run.structuredAnswer()
              .map(Json::toString)
              .orElseGet(() -> marked(RunView.answer(run), done.stop()));
      case Ending.Limited limited -> marked(RunView.answer(run), limited.stop());
      case Ending.Cancelled stopped -> what + " was cancelled: " + stopped.reason();
      case Ending.Failed failed -> what + " failed: " + failed.failure().message();
    };
  }

  /// An answer that was cut short says so.
  private static String marked(String answer, StopReason stop) {
    String text = answer.isBlank() ? "(The answer is empty.)" : answer;
    return switch (stop) {
      case END_TURN, STOP_SEQUENCE, TOOL_USE -> text;
      case MAX_TOKENS, REFUSAL, CONTENT_FILTER, MAX_TURNS, DEPTH, BUDGET, TIME ->
          text + "\n\n(The run stopped early: " + stop.wire() + ".)";
    };
  }
}
