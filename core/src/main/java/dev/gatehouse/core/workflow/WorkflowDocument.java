package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonForm;
import dev.gatehouse.core.spi.Patterns;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Workflows and steps as the documents that people write.
///
/// Reading says what does not have the shape of a document; whether what it says could run is for
/// the check. What is written reads back to an equal value.
public final class WorkflowDocument {

  /// How workflows and steps stand in the log. Their conditions are compiled with
  /// [Patterns#installed].
  public static final List<JsonForm<?>> FORMS =
      List.of(
          new JsonForm<>(
              Workflow.class,
              "a workflow",
              WorkflowDocument::write,
              json -> Optional.of(read(json, Patterns.installed()))),
          new JsonForm<>(
              Step.class,
              "a step",
              WorkflowDocument::write,
              json -> Optional.of(readStep(json, Patterns.installed()))));

  private WorkflowDocument() {}

  /// Reads a workflow.
  ///
  /// @throws WorkflowException when it is none, naming all that is wrong
  public static Workflow read(Json document, Patterns patterns) {
    return read(document, (spot, steps) -> new WorkflowReader(steps).workflow(spot), patterns);
  }

  /// Reads a step.
  ///
  /// @throws WorkflowException when it is none, naming all that is wrong
  public static Step readStep(Json document, Patterns patterns) {
    return read(document, (spot, steps) -> steps.step(spot), patterns);
  }

  private static <T> T read(
      Json document, BiFunction<Spot, StepReader, Optional<T>> reader, Patterns patterns) {
    var flaws = new Flaws();
    var spot = new Spot(document, "", flaws);
    Optional<T> read = reader.apply(spot, new StepReader(patterns));
    flaws.refuse();
    return read.orElseThrow();
  }

  /// {@return the document of a workflow}
  public static Json write(Workflow workflow) {
    return DocumentWriter.workflow(workflow);
  }

  /// {@return the document of a step}
  public static Json write(Step step) {
    return DocumentWriter.step(step);
  }
}
