package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.Effect;
import java.util.Optional;

/// One statement that a model may have run, with values of its choice.
public record SqlStatementConfig(
    @Required @Doc("What it does and when to use it, for the model.") String description,
    @Required @Doc("The statement, with parameters such as :id.") String sql,
    @Doc("The JSON Schema of each parameter; a text for each when absent.")
        Optional<Json.Obj> parameters,
    @Doc("What it does to the world; nothing can be changed unless it says so.") Effect effect,
    @Doc("How a call that has worked is taken back; a name alone is the tool that does it.")
        Optional<UndoConfig> undo) {

  static final SqlStatementConfig STANDARD =
      new SqlStatementConfig(
          "A statement", "SELECT 1", Optional.empty(), Effect.READ, Optional.empty());

  /// Refuses a statement that says nothing.
  public SqlStatementConfig {
    Require.notBlank("description", description);
    Require.notBlank("sql", sql);
  }
}
