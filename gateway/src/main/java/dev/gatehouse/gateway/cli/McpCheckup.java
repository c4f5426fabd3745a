package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.mcp.McpSource;
import dev.gatehouse.adapters.mcp.McpSources;
import dev.gatehouse.gateway.McpBook;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the doctor can tell about MCP servers: it starts them, lists their tools, and ends them.
final class McpCheckup {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private McpCheckup() {}

  static List<Diagnosis> servers(GatehouseConfig config, Environment environment) {
    var findings = new ArrayList<Diagnosis>();
    try {
      var book = McpBook.of(config, environment);
      book.findings()
          .forEach(finding ->
              findings.add(
                  Diagnosis.note(
                      "mcp-config", finding, "mend the entry or name it in mcp-servers")));
      findings.addAll(tried(book));
    } catch (ConfigException broken) {
      broken
          .errors()
          .forEach(error ->
              findings.add(Diagnosis.bad("mcp-config", error.toString(), "mend it in the file")));
    }
    return findings;
  }

  private static List<Diagnosis> tried(McpBook book) {
    if (book.servers().isEmpty()) {
      return List.of();
    }
    try (var upstream = Upstream.open();
        var sources = McpSources.open(book.servers(), upstream)) {
      sources.awaitSettled(PATIENCE);
      return sources.sources().stream().map(McpCheckup::diagnosis).toList();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of(Diagnosis.bad("MCP servers", "the check was interrupted", "run it again"));
    }
  }

  private static Diagnosis diagnosis(McpSource source) {
    var thing = "MCP server " + source.name();
    return source
        .trouble()
        .map(why ->
            Diagnosis.bad(thing, why, "start it by hand to see why, or mend its configuration"))
        .orElseGet(() -> Diagnosis.good(thing, source.tools().size() + " tools"));
  }
}
