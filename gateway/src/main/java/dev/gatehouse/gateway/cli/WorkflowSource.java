package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.gateway.WorkflowFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/// A workflow that a command was given: a document, or the id of one that is known.
sealed interface WorkflowSource {

  /// A document.
  record Document(Workflow workflow) implements WorkflowSource {}

  /// The id of a workflow.
  record Named(String id) implements WorkflowSource {}

  /// Finds what a word on the command line means.
  ///
  /// @throws dev.gatehouse.gateway.config.ConfigException when the document is broken
  static WorkflowSource of(Shell shell, String fileOrId) {
    Path file = shell.folder().resolve(fileOrId);
    return Files.exists(file) || WorkflowFiles.isOne(Path.of(fileOrId))
        ? new Document(WorkflowFiles.read(file))
        : new Named(fileOrId);
  }
}
