package dev.gatehouse.core.workflow;

import dev.gatehouse.core.workflow.Workflow.Scope;
import dev.gatehouse.core.workflow.Workflow.StateKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the top of a document.
final class WorkflowReader {

  private final StepReader steps;

  WorkflowReader(StepReader steps) {
    this.steps = steps;
  }

  Optional<Workflow> workflow(Spot spot) {
    return spot.fields("a workflow, which is an object").flatMap(this::workflow);
  }

  private Optional<Workflow> workflow(Fields fields) {
    Optional<String> id = fields.require("id").flatMap(it -> it.text("the name of the workflow"));
    var input = fields.at("input").flatMap(Spot::schema);
    Map<String, StateKey> state = fields.at("state").map(WorkflowReader::state).orElse(Map.of());
    List<Step> read = fields.require("steps").map(steps::list).orElse(List.of());
    var output = fields.at("output").flatMap(Spot::jsonTemplate);
    fields.end();
    return id.map(name -> new Workflow(name, input, state, read, output));
  }

  private static Map<String, StateKey> state(Spot spot) {
    var state = new LinkedHashMap<String, StateKey>();
    spot.entries("an object of keys")
        .orElse(Map.of())
        .forEach((key, value) -> state.put(key, stateKey(value)));
    return state;
  }

  private static StateKey stateKey(Spot spot) {
    Optional<Fields> fields = spot.fields("an object such as {\"merge\": \"append\"}");
    if (fields.isEmpty()) {
      return StateKey.STANDARD;
    }
    String merge =
        fields
            .get()
            .at("merge")
            .flatMap(it -> it.text("the name of a merge rule"))
            .orElse(StateKey.STANDARD.merge());
    Scope scope =
        fields
            .get()
            .at("scope")
            .flatMap(it -> it.oneOf(DocumentWords.SCOPE))
            .orElse(StateKey.STANDARD.scope());
    fields.get().end();
    return new StateKey(merge, scope);
  }
}
