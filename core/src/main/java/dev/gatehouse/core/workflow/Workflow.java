package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A team of agents as data: what is done, in what order, and what is shared.
///
/// Two workflows are equal when they say the same, whether they come from JSON, from YAML or from
/// the builder.
///
/// @param id the author's name for it, `[a-z0-9-]{1,64}`
/// @param input the JSON Schema of its input; any when absent
/// @param state the keys the steps share, and how writes to each are merged
/// @param steps what is done, one after the other
/// @param output what it yields, as a template; the output of the last step when absent
public record Workflow(
    String id,
    Optional<Json> input,
    Map<String, StateKey> state,
    List<Step> steps,
    Optional<JsonTemplate> output) {

  /// The most steps in one document, nested ones included.
  public static final int MAX_STEPS = 1_000;

  /// How deep steps may nest.
  public static final int MAX_DEPTH = 16;

  /// Copies the collections.
  public Workflow {
    state = Collections.unmodifiableMap(new LinkedHashMap<>(state));
    steps = List.copyOf(steps);
  }

  /// How a key of the shared state behaves.
  ///
  /// @param merge how a write joins what is there: `replace`, `append`, `sum`, `union`, or the name
  ///   of a rule of the gateway's own
  /// @param scope how long it lives
  public record StateKey(String merge, Scope scope) {

    /// A key that the last write wins, for the time of the run.
    public static final StateKey STANDARD = new StateKey("replace", Scope.RUN);
  }

  /// How long a key of the shared state lives, and who sees it.
  public enum Scope {
    /// The node that writes it and what lies within.
    NODE,
    /// All nodes of the run.
    RUN,
    /// All runs of the session, one after the other.
    SESSION
  }
}
