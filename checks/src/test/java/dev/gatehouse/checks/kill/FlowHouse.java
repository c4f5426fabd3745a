package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A server of the command line with workflows, and the services, agents and MCP servers that they
/// use.
///
/// @param folder where everything lies
record FlowHouse(Path folder) {

  private static final String RESOURCES = "/flow-kill/";

  /// {@return the file that says which entries the MCP servers made}
  Path ledger() {
    return folder.resolve("ledger");
  }

  /// {@return where log and blobs lie}
  Path data() {
    return folder.resolve("data");
  }

  /// {@return the server, not yet started}
  Victim victim(StoryProvider provider, EffectServer effects) throws IOException {
    int port = FreePort.next();
    Files.createFile(ledger());
    Path workflows = Files.createDirectory(folder.resolve("workflows"));
    Files.writeString(folder.resolve("mcp-ledger.sh"), resource("/mcp-ledger.sh"));
    for (String name : List.of("voyage.yaml", "harbour.yaml")) {
      Files.writeString(workflows.resolve(name), resource(RESOURCES + name));
    }
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        resource(RESOURCES + "gatehouse.yaml")
            .replace("PORT", Integer.toString(port))
            .replace("FOLDER", folder.toString())
            .replace("EFFECTS", effects.url()));
    return new Victim(
        folder,
        port,
        List.of("dev.gatehouse.gateway.cli.Main", "serve", "--data", "data"),
        Map.of("ANTHROPIC_API_KEY", "key-of-the-story", "ANTHROPIC_BASE_URL", provider.url()));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(FlowHouse.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
