package dev.gatehouse.gateway.config;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.gateway.config.ConfigNode.Leaf;
import dev.gatehouse.gateway.config.ConfigNode.LeafKind;
import dev.gatehouse.gateway.config.ConfigNode.Listing;
import dev.gatehouse.gateway.config.ConfigNode.Section;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A file of MCP servers as other programs keep it: JSON with a member `mcpServers`, at the top or
/// under `projects` and the folder we work in.
///
/// The file is somebody else's. Keys that mean nothing here are passed over, and an entry that
/// cannot be used costs only itself: it is a finding.
///
/// @param servers the servers that can be used
/// @param findings what is wrong with the others
public record McpFile(Map<String, McpServerConfig> servers, List<String> findings) {

  private static final int MAX_BYTES = 64 << 20;
  private static final Set<String> DURATIONS = Set.of("timeout", "sse-read-timeout");
  private static final BigDecimal LEAST_MILLIS = new BigDecimal(1_000);

  /// Copies what it is given.
  public McpFile {
    servers = InOrder.copyOf(servers);
    findings = List.copyOf(findings);
  }

  /// Reads a file.
  ///
  /// @param path as it was written, perhaps with `~` for the home folder
  /// @param folder the folder we work in
  /// @throws ConfigException when there is no such file, or it is not JSON
  public static McpFile read(String path, Path folder, Environment environment) {
    Path file = folder.resolve(home(path, environment));
    Json whole = json(file);
    var entries = new LinkedHashMap<String, Json>();
    servers(whole).members().forEach(entries::put);
    whole
        .path("projects", folder.toAbsolutePath().normalize().toString())
        .ifPresent(project -> servers(project).members().forEach(entries::put));
    return new Entries(environment).read(entries);
  }

  private static Json.Obj servers(Json from) {
    return from.at("mcpServers").flatMap(Json::asObject).orElse(Json.object().build());
  }

  private static Path home(String path, Environment environment) {
    if (!path.equals("~") && !path.startsWith("~/")) {
      return Path.of(path);
    }
    String home =
        environment.variable("HOME").orElseGet(() -> System.getProperty("user.home", "."));
    return Path.of(home + path.substring(1));
  }

  private static Json json(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw wrong(FileFinding.shown(file) + " is larger than " + MAX_BYTES + " bytes");
      }
      return JsonReader.read(
          Files.readAllBytes(file), JsonLimits.OWN.withMaxBytes(MAX_BYTES).withMaxDepth(128));
    } catch (IOException unreadable) {
      throw wrong(FileFinding.of(file, unreadable));
    } catch (JsonException broken) {
      throw wrong(FileFinding.shown(file) + " is not JSON: " + broken.getMessage());
    }
  }

  private static ConfigException wrong(String why) {
    return new ConfigException("gatehouse.yaml", List.of(new ConfigError(0, "mcp-config", why)));
  }

  /// Reads entries one by one; used once.
  private static final class Entries {

    private final Environment environment;
    private final Map<String, McpServerConfig> servers = new LinkedHashMap<>();
    private final List<String> findings = new ArrayList<>();

    Entries(Environment environment) {
      this.environment = environment;
    }

    McpFile read(Map<String, Json> entries) {
      entries.forEach(this::read);
      return new McpFile(servers, findings);
    }

    private void read(String name, Json entry) {
      if (entry.at("disabled").flatMap(Json::bool).orElse(false)) {
        return;
      }
      var errors = new ConfigErrors();
      try {
        var section = known(node(entry, ""));
        var server = new ConfigDecoder(errors).decode(McpServerConfig.class, section, name);
        server
            .filter(McpServerConfig::isComplete)
            .ifPresentOrElse(
                it -> servers.put(name, it),
                () -> findings.add(name + ": " + reason(errors, name)));
      } catch (IllegalArgumentException unset) {
        findings.add(name + ": " + unset.getMessage());
      }
    }

    private static String reason(ConfigErrors errors, String name) {
      return errors.isEmpty()
          ? "it has neither a command nor a url"
          : String.valueOf(errors.asException(name).getMessage());
    }

    private static ConfigNode known(ConfigNode node) {
      if (!(node instanceof Section written)) {
        return node;
      }
      var section = written.inKebabCase();
      var keys = ConfigShape.components(McpServerConfig.class).keySet();
      var kept = new LinkedHashMap<>(section.entries());
      kept.keySet().retainAll(keys);
      return new Section(section.line(), kept, section.keyLines());
    }

    private ConfigNode node(Json value, String key) {
      return switch (value) {
        case Json.Obj object -> {
          var entries = new LinkedHashMap<String, ConfigNode>();
          object
              .members()
              .forEach((name, each) -> {
                if (!each.equals(Json.NULL)) {
                  entries.put(name, node(each, name));
                }
              });
          yield new Section(0, entries, Map.of());
        }
        case Json.Arr(List<Json> items) ->
            new Listing(0, items.stream().map(item -> node(item, "")).toList());
        case Json.Str(String text) -> text(text, key);
        case Json.Num(BigDecimal number) -> number(number, key);
        case Json.Bool truth -> new Leaf(0, LeafKind.TRUTH, truth.toString());
        case Json.Null _ -> new Leaf(0, LeafKind.EMPTY, "");
      };
    }

    /// Other programs write `streamableHttp`, and a default after `:-`.
    private Leaf text(String text, String key) {
      if (key.equals("type")) {
        var kebab = text.replaceAll("([a-z])([A-Z])", "$1-$2");
        return new Leaf(0, LeafKind.TEXT, kebab.toLowerCase(java.util.Locale.ROOT));
      }
      var references = text.replaceAll("(\\$\\{[A-Za-z_][A-Za-z0-9_]*):-", "$1:");
      return new Leaf(0, LeafKind.EXPANDED, environment.expanded(references));
    }

    /// Bare numbers are seconds in some programs and milliseconds in others. Nobody waits a
    /// thousand seconds for a tool or a few milliseconds.
    private static Leaf number(BigDecimal number, String key) {
      var kebab = key.replaceAll("([a-z])([A-Z])", "$1-$2").replace('_', '-');
      if (!DURATIONS.contains(kebab.toLowerCase(java.util.Locale.ROOT))) {
        return new Leaf(0, LeafKind.EXPANDED, number.toPlainString());
      }
      boolean millis = number.compareTo(LEAST_MILLIS) >= 0;
      var millisCount = millis ? number : number.multiply(LEAST_MILLIS);
      return new Leaf(0, LeafKind.TEXT, millisCount.toBigInteger() + "ms");
    }
  }
}
