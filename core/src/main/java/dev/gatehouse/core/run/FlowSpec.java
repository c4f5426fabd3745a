package dev.gatehouse.core.run;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Workflow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What makes a run the run of a workflow: settled when it is created, so that it ends with the
/// version it began with.
///
/// @param workflow what is done
/// @param version which version of it this is, from 1
/// @param input what it was given
/// @param context what the client said about itself
/// @param crew what the agents that may take part are capable of, by name
/// @param slice the part of a long list that this run works on for another one
public record FlowSpec(
    Workflow workflow,
    int version,
    Json input,
    Json.Obj context,
    Map<String, List<String>> crew,
    Optional<Slice> slice) {

  /// Copies the crew.
  public FlowSpec {
    crew = Collections.unmodifiableMap(new LinkedHashMap<>(crew));
  }

  /// A part of a long list.
  ///
  /// @param path the path of the node that the list belongs to
  /// @param offset the place of the first of the items in the whole list
  /// @param outer what templates see besides the items
  public record Slice(String path, int offset, Json.Arr items, Json.Obj outer) {}
}
