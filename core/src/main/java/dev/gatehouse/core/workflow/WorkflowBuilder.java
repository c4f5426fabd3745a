package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Workflow.Scope;
import dev.gatehouse.core.workflow.Workflow.StateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Collects what a workflow is made of; [Workflows#workflow] begins one. Owned by one thread.
public final class WorkflowBuilder {

  private final String id;
  private final Map<String, StateKey> state = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private Optional<Json> input = Optional.empty();
  private Optional<JsonTemplate> output = Optional.empty();

  WorkflowBuilder(String id) {
    this.id = id;
  }

  /// Declares the JSON Schema of the input.
  public WorkflowBuilder input(Json schema) {
    input = Optional.of(schema);
    return this;
  }

  /// Declares a key of the shared state for the time of the run.
  public WorkflowBuilder state(String key, String merge) {
    return state(key, merge, Scope.RUN);
  }

  /// Declares a key of the shared state.
  public WorkflowBuilder state(String key, String merge, Scope scope) {
    state.put(key, new StateKey(merge, scope));
    return this;
  }

  /// Adds a step that is treated as usual.
  public WorkflowBuilder step(String stepId, Node node) {
    return step(Step.of(stepId, node));
  }

  /// Adds a step.
  public WorkflowBuilder step(String stepId, Node node, UnaryOperator<Step.Options> options) {
    return step(Step.of(stepId, node).with(options));
  }

  /// Adds a step.
  public WorkflowBuilder step(Step step) {
    steps.add(step);
    return this;
  }

  /// Says what it yields, as a text that is a template.
  public WorkflowBuilder output(String template) {
    return output(Json.of(template));
  }

  /// Says what it yields, as a template.
  public WorkflowBuilder output(Json template) {
    output = Optional.of(JsonTemplate.parse(template));
    return this;
  }

  /// {@return the workflow}
  public Workflow build() {
    return new Workflow(id, input, state, steps, output);
  }
}
