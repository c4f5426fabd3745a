package dev.gatehouse.gateway;

import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.tool.Undo;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ToolConfig;
import dev.gatehouse.gateway.config.UndoConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks that what takes calls back is there, and is not taken back itself.
final class UndoBook {

  private UndoBook() {}

  /// Refuses undos that could never be made.
  ///
  /// @param tools the tools that are there now; those of servers may come later
  /// @throws ConfigException naming the key of each
  static void requireSound(GatehouseConfig config, List<Tool> tools) {
    Map<String, Optional<Undo>> known = new LinkedHashMap<>();
    tools.forEach(tool -> known.put(tool.spec().name(), tool.policy().undo()));
    Map<String, Undo> undos = new LinkedHashMap<>();
    known.forEach((name, undo) -> undo.ifPresent(it -> undos.put(name, it)));
    config
        .tools()
        .forEach(
            (name, tool) -> tool.undo().map(UndoConfig::undo).ifPresent(it -> undos.put(name, it)));
    ForeseenTools foreseen = ForeseenTools.of(config);
    List<ConfigError> errors = new ArrayList<>();
    undos.forEach((name, undo) -> {
      boolean there =
          known.containsKey(undo.tool())
              || foreseen.known(List.of(undo.tool())).containsKey(undo.tool());
      if (!there) {
        errors.add(error(config, name, unknown(undo, known)));
      } else if (undos.containsKey(undo.tool())) {
        errors.add(
            error(
                config,
                name,
                "\"" + undo.tool() + "\" has an undo itself; what takes a call back is final"));
      }
    });
    if (!errors.isEmpty()) {
      throw new ConfigException("gatehouse.yaml", errors);
    }
  }

  private static String unknown(Undo undo, Map<String, Optional<Undo>> known) {
    return "there is no tool \""
        + undo.tool()
        + "\""
        + NearestName.of(undo.tool(), known.keySet())
            .map(near -> "; did you mean \"" + near + "\"?")
            .orElse("");
  }

  /// A statement of a database has its undo in a place of its own.
  private static ConfigError error(GatehouseConfig config, String name, String finding) {
    String key =
        config.tools().entrySet().stream()
            .filter(each -> each.getValue() instanceof ToolConfig.Sql)
            .flatMap(each ->
                ((ToolConfig.Sql) each.getValue())
                    .statements().keySet().stream()
                        .filter(statement -> (each.getKey() + "_" + statement).equals(name))
                        .map(statement -> each.getKey() + ".statements." + statement))
            .findFirst()
            .orElse(name);
    return new ConfigError(0, "tools." + key + ".undo.tool", finding);
  }
}
