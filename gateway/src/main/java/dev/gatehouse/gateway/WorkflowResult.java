package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What came of a workflow.
///
/// @param run the id of its run
/// @param workflow the id of the workflow
/// @param success whether every step succeeded, or its failure was absorbed
/// @param outcome how the run ended, with the exit code that says so
/// @param output what it yields; `null` when it yields nothing
/// @param state the shared state at the end
/// @param steps what came of each step, by its id
/// @param json the whole run, as `GET /runs/{id}` shows it
public record WorkflowResult(
    String run,
    String workflow,
    boolean success,
    Outcome outcome,
    Json output,
    Json.Obj state,
    Map<String, StepResult> steps,
    Json json) {

  private static final Json.Obj NOTHING = Json.object().build();

  /// Copies the steps.
  public WorkflowResult {
    steps = Map.copyOf(steps);
  }

  /// What came of a step.
  ///
  /// @param status `completed`, `failed`, `skipped` or `cancelled`
  /// @param output what it yields; `null` when it yields nothing
  /// @param error why it failed, as the wire says it
  /// @param attempts how often it was tried
  public record StepResult(String status, Json output, Optional<Json> error, int attempts) {

    static StepResult of(Json step) {
      return new StepResult(
          step.at("status").flatMap(Json::text).orElse(""),
          step.at("output").orElse(Json.NULL),
          step.at("error").filter(error -> !error.equals(Json.NULL)),
          step.at("attempts").flatMap(Json::number).map(Number::intValue).orElse(0));
    }
  }

  /// @param run the run object of the wire, of a run that has ended
  static WorkflowResult of(Json run) {
    Json output = run.at("output").orElse(NOTHING);
    Map<String, StepResult> steps = new LinkedHashMap<>();
    output
        .at("steps")
        .flatMap(Json::asObject)
        .orElse(NOTHING)
        .members()
        .forEach((id, step) -> steps.put(id, StepResult.of(step)));
    return new WorkflowResult(
        run.at("run_id").flatMap(Json::text).orElseThrow(),
        run.at("workflow_id").flatMap(Json::text).orElseThrow(),
        output.at("success").flatMap(Json::bool).orElse(false),
        Outcome.ofRun(run).orElse(Outcome.FAILED),
        output.at("output").orElse(Json.NULL),
        output.at("state").flatMap(Json::asObject).orElse(NOTHING),
        steps,
        run);
  }
}
