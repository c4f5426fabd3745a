package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonForm;
import java.util.List;
import java.util.Optional;

/// Workflows and steps as the documents that people write.
public final class WorkflowDocument {

  /// How workflows and steps stand in the log.
  public static final List<JsonForm<?>> FORMS =
      List.of(
          new JsonForm<>(Workflow.class, "a workflow", WorkflowDocument::write, _ -> Optional.empty()),
          new JsonForm<>(Step.class, "a step", WorkflowDocument::write, _ -> Optional.empty()));

  private WorkflowDocument() {}

  /// {@return the document of a workflow}
  public static Json write(Workflow workflow) {
    return Json.of(workflow.id());
  }

  /// {@return the document of a step}
  public static Json write(Step step) {
    return Json.of(step.id());
  }
}
