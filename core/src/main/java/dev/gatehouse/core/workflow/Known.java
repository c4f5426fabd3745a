package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What workflows can refer to here.
///
/// @param agents the agents by name, with their capabilities
/// @param tools the tools by name, with the JSON Schemas of their arguments
/// @param workflows the other workflows by id
/// @param rules the merge rules by name, besides [#RULES]
public record Known(
    Map<String, List<String>> agents,
    Map<String, Json> tools,
    Map<String, Workflow> workflows,
    Set<String> rules) {

  /// The merge rules that are everywhere.
  public static final List<String> RULES = List.of("replace", "append", "sum", "union");

  /// Copies the collections.
  public Known {
    agents = Map.copyOf(agents);
    tools = Map.copyOf(tools);
    workflows = Map.copyOf(workflows);
    rules = Set.copyOf(rules);
  }
}
