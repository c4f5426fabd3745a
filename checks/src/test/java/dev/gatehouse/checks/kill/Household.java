package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A server of the command line, with tools of every kind: services, MCP servers, programs in a
/// sandbox and other agents.
///
/// @param folder where everything lies
record Household(Path folder) {

  /// {@return the file that says which entries the MCP servers made}
  Path ledger() {
    return folder.resolve("ledger");
  }

  /// {@return where the folders of sessions lie}
  Path workspaces() {
    return folder.resolve("data").resolve("workspaces");
  }

  /// {@return the server, not yet started}
  ///
  /// @param sandbox the one sandbox it may use
  Victim victim(String sandbox, StoryProvider provider, EffectServer effects) throws IOException {
    int port = FreePort.next();
    Path script = folder.resolve("mcp-ledger.sh");
    try (InputStream in = Household.class.getResourceAsStream("/mcp-ledger.sh")) {
      Files.copy(in, script);
    }
    Files.createFile(ledger());
    Files.writeString(folder.resolve("gatehouse.yaml"), yaml(sandbox, port, effects.url()));
    return new Victim(
        folder,
        port,
        List.of("dev.gatehouse.gateway.cli.Main", "serve", "--data", "data"),
        Map.of("ANTHROPIC_API_KEY", "key-of-the-story", "ANTHROPIC_BASE_URL", provider.url()));
  }

  private String yaml(String sandbox, int port, String effects) {
    return """
    server: { port: %1$s }
    sandbox: { backends: [%2$s] }
    mcp-servers:
      book:
        { command: /bin/sh, args: ["%3$s", "%4$s", book_], tool-prefix: "book_", trusted: true,
          env: { HOUSE: "%5$s" } }
      stranger:
        { command: /bin/sh, args: ["%3$s", "%4$s", stranger_], tool-prefix: "stranger_",
          env: { HOUSE: "%5$s" } }
    tools:
      charge:
        { type: http, description: Charges., url: "%6$s/charge/{key}", method: POST,
          idempotent: true }
      mail:
        { type: http, description: Mails., url: "%6$s/mail/{key}", method: POST,
          effect: irreversible }
    agents:
      leader:
        prompt: You lead.
        model: anthropic/story
        tools: [charge, mail, "book_*", "stranger_*", code_execute, code_execute_status, run_agent]
        approval: [{ tool: mail }]
      kid:
        prompt: You follow.
        model: anthropic/story
        tools: [charge, mail, "book_*"]
    """
        .formatted(port, sandbox, folder.resolve("mcp-ledger.sh"), ledger(), folder, effects);
  }
}
