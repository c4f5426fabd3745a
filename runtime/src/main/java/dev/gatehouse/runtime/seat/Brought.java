package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a run that has ended brings to the node of a workflow it worked for.
///
/// Only what is whole counts as done: an answer that was cut off, refused, or stopped at a limit is
/// a failure of the node, with the outcome as its finer code.
final class Brought {

  private Brought() {}

  static RunInput.Brought of(RunState run) {
    return switch (run.control().ending().orElseThrow()) {
      case Ending.Completed(StopReason stop) when stop.isWhole() ->
          new RunInput.Brought(Optional.of(output(run)), Optional.empty(), calls(run));
      case Ending.Completed(StopReason stop) -> failed(run, unfinished(run, stop));
      case Ending.Limited(StopReason stop) -> failed(run, unfinished(run, stop));
      case Ending.Cancelled cancelled ->
          failed(
              run,
              Failure.of(
                  Failure.Code.CANCELLED,
                  "it was cancelled by '" + cancelled.by() + "': " + cancelled.reason()));
      case Ending.Failed failed -> failed(run, failed.failure());
    };
  }

  private static RunInput.Brought failed(RunState run, Failure failure) {
    return new RunInput.Brought(Optional.empty(), Optional.of(failure), calls(run));
  }

  private static Json output(RunState run) {
    return run.flow()
        .flatMap(FlowView::result)
        .or(run::structuredAnswer)
        .orElseGet(() -> Json.of(RunView.answer(run)));
  }

  private static Failure unfinished(RunState run, StopReason stop) {
    String outcome = RunView.outcome(stop);
    return Failure.of(
            Failure.Code.AGENT_ERROR,
            "'" + run.spec().agent().name() + "' did not finish: " + outcome)
        .withSubCode(outcome);
  }

  /// What tells the tool calls of a run from those of another: the same calls with the same
  /// arguments, in the same order, give the same.
  private static Optional<String> calls(RunState run) {
    List<String> made =
        run.talk().messages().stream()
            .flatMap(message -> message.content().stream())
            .flatMap(block ->
                block instanceof Content.ToolUse use
                    ? Stream.of(use.name() + use.input().canonical())
                    : Stream.empty())
            .toList();
    return made.isEmpty()
        ? Optional.empty()
        : Optional.of(CallDigests.ofText(String.join("\n", made)));
  }
}
