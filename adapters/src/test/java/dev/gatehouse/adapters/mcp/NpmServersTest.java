package dev.gatehouse.adapters.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.mcp.McpServer.Link;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference servers of the protocol's authors, fetched with npm. Skipped, with the reason,
/// where npm is missing or cannot fetch them. `-Dmcp.npm=FOLDER` names a folder that has them.
final class NpmServersTest {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final long FETCH_SECONDS = 120;

  @TempDir private static Path fetched;
  private static Path modules = Path.of("");

  private final Upstream upstream = Upstream.open();
  private final Stage stage = new Stage();
  private McpSources sources = McpSources.open(List.of(), upstream);

  @BeforeAll
  static void fetch() throws IOException, InterruptedException {
    String given = System.getProperty("mcp.npm", "");
    Path folder = given.isEmpty() ? fetched : Path.of(given);
    modules = folder.resolve("node_modules/@modelcontextprotocol");
    if (given.isEmpty()) {
      Process npm;
      try {
        npm =
            new ProcessBuilder(
                    "npm",
                    "install",
                    "--no-audit",
                    "--no-fund",
                    "--fetch-retries=0",
                    "--prefix",
                    folder.toString(),
                    "@modelcontextprotocol/server-everything@2026.8.31",
                    "@modelcontextprotocol/server-filesystem@2026.8.31")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("npm.log").toFile())
                .start();
      } catch (IOException missing) {
        assumeTrue(false, "npm cannot be started: " + missing.getMessage());
        return;
      }
      boolean ended = npm.waitFor(FETCH_SECONDS, TimeUnit.SECONDS);
      npm.destroyForcibly();
      assumeTrue(ended && npm.exitValue() == 0, "npm could not fetch the servers");
    }
    assumeTrue(Files.isDirectory(modules), "there are no servers in " + modules);
  }

  @AfterEach
  void leave() {
    sources.close();
    upstream.close();
  }

  private McpSource start(McpServer server) throws InterruptedException {
    sources = McpSources.open(List.of(server), upstream);
    assertThat(sources.awaitSettled(SOON)).isTrue();
    McpSource source = sources.sources().getFirst();
    assertThat(source.trouble()).isEmpty();
    return source;
  }

  private static Link node(String module, String... args) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("node", modules.resolve(module).resolve("dist/index.js").toString()));
    command.addAll(List.of(args));
    return new Link.Stdio(command, Map.of(), Optional.empty());
  }

  private ToolOutcome call(McpSource source, String tool, String input) throws Exception {
    return source.tools().stream()
        .filter(each -> each.spec().name().equals(tool))
        .findFirst()
        .orElseThrow(() -> new AssertionError(tool + " is not among " + source.tools()))
        .call(Json.parse(input), stage);
  }

  private static Json value(ToolOutcome outcome) {
    assertThat(outcome).isInstanceOf(ToolOutcome.Ok.class);
    return ((ToolOutcome.Ok) outcome).value();
  }

  @Test
  void everythingServerDoesEverything() throws Exception {
    McpSource source = start(McpServer.of("everything", node("server-everything", "stdio")));

    assertThat(value(call(source, "echo", "{\"message\":\"hi\"}")).toString()).contains("Echo: hi");
    assertThat(value(call(source, "get-sum", "{\"a\":2,\"b\":3}")).toString()).contains("5");
    assertThat(
            value(call(source, "get-structured-content", "{\"location\":\"New York\"}"))
                .at("temperature"))
        .isPresent();
    assertThat(((ToolOutcome.Ok) call(source, "get-tiny-image", "{}")).images()).hasSize(1);
    assertThat(stage.kept).anyMatch(kept -> kept.startsWith("get-tiny-image-1.png image/png"));
    ToolOutcome _ = call(source, "trigger-long-running-operation", "{\"duration\":1,\"steps\":2}");
    assertThat(stage.shown).anyMatch(shown -> shown.contains("1/2"));
  }

  @Test
  void everythingServerAsksTheHuman() throws Exception {
    McpSource source = start(McpServer.of("everything", node("server-everything", "stdio")));

    ToolOutcome outcome = call(source, "trigger-elicitation-request", "{}");

    assertThat(stage.asked).hasSize(1);
    assertThat(stage.asked.getFirst()).startsWith("MCP server \"everything\" asks: ");
    assertThat(outcome).isInstanceOf(ToolOutcome.Ok.class);
  }

  @Test
  void everythingServerSpeaksHttpToo() throws Exception {
    int port;
    try (var free = new java.net.ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            "node",
            modules.resolve("server-everything/dist/index.js").toString(),
            "streamableHttp");
    builder.environment().put("PORT", Integer.toString(port));
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      Link link =
          new Link.Http(java.net.URI.create("http://127.0.0.1:" + port + "/mcp"), Map.of(), SOON);
      sources = McpSources.open(List.of(McpServer.of("everything", link)), upstream);
      McpSource source = sources.sources().getFirst();
      org.awaitility.Awaitility.await().atMost(SOON).until(() -> source.trouble().isEmpty());

      assertThat(value(call(source, "echo", "{\"message\":\"hi\"}")).toString())
          .contains("Echo: hi");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void filesystemServerReadsItsFolderAndNoOther(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.txt"), "forty-two");
    McpSource source =
        start(
            McpServer.of("files", node("server-filesystem", folder.toRealPath().toString()))
                .withPrefix("fs_"));

    ToolOutcome inside =
        call(
            source,
            "fs_read_text_file",
            Json.obj("path", Json.of(folder.toRealPath().resolve("a.txt").toString())).toString());
    ToolOutcome outside = call(source, "fs_read_text_file", "{\"path\":\"/etc/passwd\"}");

    assertThat(value(inside).toString()).contains("forty-two");
    assertThat(((ToolOutcome.Failed) outside).failure().code())
        .isEqualTo(Failure.Code.MCP_TOOL_ERROR);
    assertThat(((ToolOutcome.Failed) outside).failure().message()).contains("denied");
  }
}
