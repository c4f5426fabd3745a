package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.Flaw;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.core.workflow.WorkflowException;
import java.util.List;

/// Workflow documents as people write them: YAML, or JSON. Nothing in one may refer to a variable
/// of the environment, for it may be somebody else's.
public final class WorkflowFile {

  private WorkflowFile() {}

  /// Reads a workflow.
  ///
  /// @throws WorkflowException when it is none, naming all that is wrong
  public static Workflow read(String text, Patterns patterns) {
    return WorkflowDocument.read(json(text), patterns);
  }

  /// {@return the document as JSON}
  ///
  /// @throws WorkflowException when it is neither YAML nor JSON
  public static Json json(String text) {
    try {
      return text.stripLeading().startsWith("{") ? Json.parse(text) : JsonFile.ofYaml(text);
    } catch (JsonException | IllegalArgumentException malformed) {
      throw new WorkflowException(List.of(new Flaw("", String.valueOf(malformed.getMessage()))));
    }
  }
}
