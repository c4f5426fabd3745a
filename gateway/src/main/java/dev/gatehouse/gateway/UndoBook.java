package dev.gatehouse.gateway;

import dev.gatehouse.core.Glob;
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
        .forEach((name, tool) ->
            tool.takenBack().map(UndoConfig::undo).ifPresent(it -> undos.put(name, it)));
    ForeseenTools foreseen = ForeseenTools.later(config);
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

  private static ConfigError error(GatehouseConfig config, String name, String finding) {
    Optional<ToolConfig> own = Optional.ofNullable(config.tools().get(name));
    String key =
        own.flatMap(ToolConfig::takenBack).isPresent()
            ? name + ".undo"
            : config.tools().entrySet().stream()
                .flatMap(each -> key(each.getKey(), each.getValue(), name).stream())
                .findFirst()
                .orElse(name + ".undo");
    return new ConfigError(0, "tools." + key + ".tool", finding);
  }

  /// A statement of a database and an operation of a service have their undo in a place of their
  /// own.
  private static Optional<String> key(String section, ToolConfig config, String tool) {
    String beginning = section + "_";
    if (!tool.startsWith(beginning)) {
      return Optional.empty();
    }
    String id = tool.substring(beginning.length());
    return switch (config) {
      case ToolConfig.Sql sql when sql.statements().containsKey(id) ->
          Optional.of(section + ".statements." + id + ".undo");
      case ToolConfig.Openapi service ->
          service.undo().keySet().stream()
              .filter(glob -> Glob.matches(glob, id))
              .findFirst()
              .map(glob -> section + ".undo." + glob);
      case ToolConfig.Sql _, ToolConfig.Http _, ToolConfig.Treatment _ -> Optional.empty();
    };
  }
}
