package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.workflow.Flaw;
import dev.gatehouse.core.workflow.Known;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowCheck;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a workflow finds around it when it runs: agents, tools, other workflows.
public final class Surroundings {

  private static final Json ANYTHING = Json.object().build();

  private Surroundings() {}

  /// {@return what the agents of a gateway are capable of, by name}
  public static Map<String, List<String>> crew(Catalog catalog) {
    Map<String, List<String>> crew = new LinkedHashMap<>();
    catalog.agents().forEach(agent -> crew.put(agent.name(), agent.traits().capabilities()));
    return crew;
  }

  /// Says why a workflow could not run here.
  ///
  /// @param others the other workflows there are
  /// @return what is wrong with it, nothing when it can run
  public static List<Flaw> flaws(Workflow workflow, Catalog catalog, Collection<Workflow> others) {
    Map<String, Json> tools = new LinkedHashMap<>();
    TeamTools.NAMES.forEach(name -> tools.put(name, ANYTHING));
    catalog.tools().forEach(tool -> tools.put(tool.spec().name(), tool.spec().inputSchema()));
    if (catalog.sources().stream().map(ToolSource::tools).anyMatch(List::isEmpty)) {
      // What a source will bring that has not been reached yet, nobody knows.
      FlowProfile.of(workflow).tools().forEach(name -> tools.putIfAbsent(name, ANYTHING));
    }
    Map<String, Workflow> workflows = new LinkedHashMap<>();
    others.forEach(other -> workflows.put(other.id(), other));
    workflows.put(workflow.id(), workflow);
    return WorkflowCheck.flaws(
        workflow, new Known(crew(catalog), tools, workflows, catalog.merges().keySet()));
  }
}
