package dev.gatehouse.gateway;

import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.runtime.seat.RunView;
import java.util.List;
import java.util.Optional;

/// What came of a run that nobody watched.
///
/// @param run its id
/// @param start whether an earlier process had begun it
/// @param outcome how it ended, with the exit code that says so
/// @param response what the agent said last, or what the workflow yields, as text
/// @param output the structured answer, when one was asked for; of a workflow what it yields
/// @param tools the tools that were used
/// @param denied the calls that were not made, since nobody was there to allow them
/// @param state what the agent keeps now, when it keeps a state
/// @param json the whole record, as `gatehouse run --json` prints it
public record AutonomousResult(
    String run,
    Start start,
    Outcome outcome,
    String response,
    Optional<Json> output,
    List<ToolTally.Use> tools,
    List<ToolTally.Denial> denied,
    Usage usage,
    Cost cost,
    Optional<Json.Obj> state,
    Json json) {

  /// How a run came to be.
  public enum Start {
    /// It is new.
    NEW,
    /// An earlier process began it and was interrupted.
    RESUMED
  }

  /// Copies the lists.
  public AutonomousResult {
    tools = List.copyOf(tools);
    denied = List.copyOf(denied);
  }

  static AutonomousResult of(AutonomousRun from, RunState run, Json row, ToolTally tally) {
    String response = RunView.answer(run);
    Optional<Json.Obj> state = from.keeps().map(kept -> kept.kept().state());
    Json.ObjBuilder json = Json.object();
    tally.addedTo(row).asObject().ifPresent(object -> object.members().forEach(json::put));
    json.put("response", response).put("resumed", from.origin() == Start.RESUMED);
    from.keeps()
        .ifPresent(folder ->
            json.put("state_version", folder.kept().version()).put("state", folder.kept().state()));
    return new AutonomousResult(
        run.spec().id(),
        from.origin(),
        Outcome.ofRun(row).orElse(Outcome.FAILED),
        response,
        run.flow().flatMap(FlowView::result).or(run::structuredAnswer),
        tally.uses(),
        tally.denied(),
        run.spent().usage(),
        run.spent().cost(),
        state,
        json.build());
  }

  /// {@return the exit code of a command that ran it}
  public int exitCode() {
    return outcome.exitCode();
  }
}
