package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.SchemaValidator;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks through the schemas that agents are configured with, so that a mistake is said at the
/// start and not by the first run.
final class SchemaBook {

  private SchemaBook() {}

  static void requireSound(GatehouseConfig config, SchemaValidator schemas) {
    List<ConfigError> errors = new ArrayList<>();
    config
        .agents()
        .forEach((name, agent) -> {
          if (agent instanceof AgentConfig.Local local) {
            String where = "agents." + name;
            errors.addAll(flaws(where + ".output-schema", local.outputSchema(), schemas));
            errors.addAll(flaws(where + ".state-schema", local.stateSchema(), schemas));
          }
        });
    if (!errors.isEmpty()) {
      throw new ConfigException("gatehouse.yaml", errors);
    }
  }

  private static List<ConfigError> flaws(
      String where, Optional<Json.Obj> schema, SchemaValidator schemas) {
    return schema.map(schemas::check).orElse(List.of()).stream()
        .map(flaw ->
            new ConfigError(
                0, where, "is no JSON Schema: " + flaw.pointer() + " " + flaw.message()))
        .toList();
  }
}
