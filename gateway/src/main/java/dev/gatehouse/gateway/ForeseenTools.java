package dev.gatehouse.gateway;

import dev.gatehouse.adapters.sandbox.CodeExecuteTool;
import dev.gatehouse.adapters.sandbox.CodeStatusTool;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.McpServerConfig;
import dev.gatehouse.gateway.config.ToolConfig;
import dev.gatehouse.runtime.catalog.TeamTools;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The tools that a configuration will bring, as far as it can be told before anything is started:
/// of what only a service or a server can name, the beginnings of the names.
///
/// @param names what there will be
/// @param beginnings what else may begin so; an empty one means that anything may be there
public record ForeseenTools(Set<String> names, List<String> beginnings) {

  private static final Json ANYTHING = Json.object().build();

  /// The tools of a configuration.
  public static ForeseenTools of(GatehouseConfig config) {
    Set<String> names = new LinkedHashSet<>(TeamTools.NAMES);
    names.add(CodeExecuteTool.NAME);
    names.add(CodeStatusTool.NAME);
    List<String> beginnings = new ArrayList<>();
    config
        .tools()
        .forEach((name, tool) -> {
          switch (tool) {
            case ToolConfig.Http _ -> names.add(name);
            case ToolConfig.Sql sql ->
                sql.statements().keySet().forEach(each -> names.add(name + "_" + each));
            case ToolConfig.Openapi _ -> beginnings.add(name + "_");
            case ToolConfig.Treatment _ -> {}
          }
        });
    beginnings.addAll(ofServers(config));
    return new ForeseenTools(names, beginnings);
  }

  /// Those that may still come when all services have been read.
  static ForeseenTools later(GatehouseConfig config) {
    return new ForeseenTools(of(config).names(), ofServers(config));
  }

  private static List<String> ofServers(GatehouseConfig config) {
    Stream<String> prefixes =
        config.mcpServers().values().stream().map(McpServerConfig::toolPrefix);
    return Stream.concat(prefixes, config.mcpConfig().map(_ -> "").stream()).toList();
  }

  /// {@return the tools as a check of workflows wants to know them: those that are sure to come,
  /// and those of some names that may}
  public Map<String, Json> known(Collection<String> asked) {
    Map<String, Json> known = new LinkedHashMap<>();
    names.forEach(name -> known.put(name, ANYTHING));
    asked.stream()
        .filter(name -> beginnings.stream().anyMatch(name::startsWith))
        .forEach(name -> known.put(name, ANYTHING));
    return known;
  }
}
