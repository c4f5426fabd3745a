package dev.gatehouse.gateway;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.mcp.McpServer;
import dev.gatehouse.adapters.mcp.McpServer.Link;
import dev.gatehouse.adapters.mcp.McpServer.Trust;
import dev.gatehouse.adapters.mcp.McpSources;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.McpFile;
import dev.gatehouse.gateway.config.McpServerConfig;
import dev.gatehouse.gateway.config.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The MCP servers of a configuration: its own, and those of the file it names.
///
/// @param servers what can be tried
/// @param findings what is wrong with entries of the file
public record McpBook(List<McpServer> servers, List<String> findings) {

  private static final Logger LOG = System.getLogger(McpBook.class.getName());
  private static final Duration START = Duration.ofSeconds(15);

  /// Copies the lists.
  public McpBook {
    servers = List.copyOf(servers);
    findings = List.copyOf(findings);
  }

  /// Reads the file, if one is named; the configuration's own servers win by name.
  public static McpBook of(GatehouseConfig config, Environment environment) {
    Map<String, McpServerConfig> all = new LinkedHashMap<>(config.mcpServers());
    List<String> findings = new ArrayList<>();
    config
        .mcpConfig()
        .map(path -> McpFile.read(path, Path.of(""), environment))
        .ifPresent(file -> {
          file.servers().forEach(all::putIfAbsent);
          findings.addAll(file.findings());
        });
    List<McpServer> servers = new ArrayList<>();
    all.forEach((name, server) -> servers.add(server(name, server)));
    return new McpBook(servers, findings);
  }

  /// Opens the servers, and waits a while for them: one that does not come up stops nothing, and
  /// its tools appear when it does.
  McpSources open(Upstream upstream) {
    findings.forEach(
        finding -> LOG.log(Level.WARNING, "mcp-config: the entry {0} cannot be used", finding));
    McpSources sources = McpSources.open(servers, upstream);
    try {
      if (!sources.awaitSettled(START)) {
        LOG.log(
            Level.WARNING,
            "some MCP servers are not there after {0} s; their tools come when they are",
            START.toSeconds());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return sources;
  }

  private static McpServer server(String name, McpServerConfig config) {
    return McpServer.of(name, link(config))
        .withPrefix(config.toolPrefix())
        .withTimeout(config.timeout())
        .withTrust(config.trusted() ? Trust.FULL : Trust.NONE)
        .withTools(config.tools())
        .withStrippedFields(config.stripInputFields());
  }

  private static Link link(McpServerConfig config) {
    if (config.command().isPresent()) {
      List<String> command = new ArrayList<>();
      command.add(config.command().get());
      command.addAll(config.args());
      return new Link.Stdio(command, revealed(config.env()), config.cwd().map(Path::of));
    }
    URI url = URI.create(config.url().orElseThrow());
    Map<String, String> headers = revealed(config.headers());
    return config.type().filter(McpServerConfig.Kind.SSE::equals).isPresent()
        ? new Link.Sse(url, headers, config.sseReadTimeout())
        : new Link.Http(url, headers, config.sseReadTimeout());
  }

  private static Map<String, String> revealed(Map<String, Secret> secrets) {
    Map<String, String> plain = new LinkedHashMap<>();
    secrets.forEach((name, secret) -> plain.put(name, secret.reveal()));
    return plain;
  }
}
