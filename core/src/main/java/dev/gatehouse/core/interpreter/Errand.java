package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.workflow.Node.HumanNode;
import dev.gatehouse.core.workflow.Node.Who;
import dev.gatehouse.core.workflow.Step;
import java.util.List;
import java.util.Optional;

/// What is to be begun outside for a node.
public sealed interface Errand {

  /// An agent answers.
  ///
  /// @param prompt what it is told
  /// @param schema what its answer must satisfy
  /// @param options how its step is treated
  record Ask(Who who, String prompt, Optional<Json> schema, Step.Options options)
      implements Errand {}

  /// A tool is called.
  record Call(String tool, Json args, Step.Options options) implements Errand {}

  /// Another workflow is run.
  record Run(String workflow, Json input, Step.Options options) implements Errand {}

  /// A part of a list is worked on by a run of its own.
  record Part(FlowSpec flow) implements Errand {}

  /// Values join the shared state by rules that are not the interpreter's own.
  record Merge(List<Write> writes) implements Errand {
    /// Copies the writes.
    public Merge {
      writes = List.copyOf(writes);
    }
  }

  /// A value that is to join what is there.
  ///
  /// @param version how often the key was written before
  record Write(String key, String rule, Json old, Json value, int version) {}

  /// A human is asked.
  record Inquire(HumanNode node, String prompt) implements Errand {}
}
