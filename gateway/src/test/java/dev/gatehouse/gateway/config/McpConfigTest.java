package dev.gatehouse.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.adapters.mcp.McpServer;
import dev.gatehouse.adapters.mcp.McpServer.Link;
import dev.gatehouse.adapters.mcp.McpServer.Trust;
import dev.gatehouse.gateway.McpBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class McpConfigTest {

  private static final Environment ENVIRONMENT =
      Environment.of(name -> Map.of("TOKEN", "t-1").get(name));

  @TempDir private Path folder;

  private static McpServer only(String yaml) {
    GatehouseConfig config = ConfigFile.parse(yaml, "gatehouse.yaml", ENVIRONMENT);
    return McpBook.of(config, ENVIRONMENT).servers().getFirst();
  }

  @Test
  void keysAreUnderstoodInEveryCase() {
    var kebab = "{ command: x, tool-prefix: p_, strip-input-fields: [a], sse-read-timeout: 9s }";
    var snake = "{ command: x, tool_prefix: p_, strip_input_fields: [a], sse_read_timeout: 9s }";
    var camel = "{ command: x, toolPrefix: p_, stripInputFields: [a], sseReadTimeout: 9s }";

    assertThat(only("mcp-servers: { s: " + snake + " }"))
        .isEqualTo(only("mcp-servers: { s: " + kebab + " }"));
    assertThat(only("mcp-servers: { s: " + camel + " }"))
        .isEqualTo(only("mcp-servers: { s: " + kebab + " }"));
  }

  @Test
  void everyKeyOfAnEntryCounts() {
    var server =
        only(
            """
            mcp-servers:
              s: { command: npx, args: [-y, pkg], env: { A_TOKEN: "${TOKEN}" }, cwd: /tmp,
                   tool-prefix: s_, timeout: 5s, trusted: true, tools: ["a*"], strip-input-fields: [b] }
            """);

    assertThat(server)
        .isEqualTo(
            McpServer.of(
                    "s",
                    new Link.Stdio(
                        List.of("npx", "-y", "pkg"),
                        Map.of("A_TOKEN", "t-1"),
                        Optional.of(Path.of("/tmp"))))
                .withPrefix("s_")
                .withTimeout(Duration.ofSeconds(5))
                .withTrust(Trust.FULL)
                .withTools(List.of("a*"))
                .withStrippedFields(List.of("b")));
    assertThat(server.toString()).doesNotContain("t-1");
  }

  @Test
  void addressIsHttpUnlessItsTypeSaysOtherwise() {
    assertThat(only("mcp-servers: { s: { url: 'http://127.0.0.1/mcp' } }").link())
        .isInstanceOf(Link.Http.class);
    assertThat(
            only("mcp-servers: { s: { type: streamable-http, url: 'http://127.0.0.1/mcp' } }")
                .link())
        .isInstanceOf(Link.Http.class);
    assertThat(only("mcp-servers: { s: { type: sse, url: 'http://127.0.0.1/sse' } }").link())
        .isInstanceOf(Link.Sse.class);
  }

  @Test
  void entryThatReachesNothingIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> only("mcp-servers: { s: { timeout: 5s } }"))
        .hasMessageContaining("mcp-servers.s")
        .hasMessageContaining("a command or a url");
    assertThatThrownBy(() -> only("mcp-servers: { s: { command: x, url: 'http://a/' } }"))
        .hasMessageContaining("not both");
    assertThatThrownBy(() -> only("mcp-servers: { s: { type: sse, command: x } }"))
        .hasMessageContaining("sse");
    assertThatThrownBy(() -> only("mcp-servers: { s: { comand: x } }"))
        .hasMessageContaining("did you mean \"command\"");
  }

  @Test
  void fileOfOtherProgramsIsReadAsItIs() throws IOException {
    var here = Path.of("").toAbsolutePath().toString();
    var file =
        """
        {"numStartups": 3, "history": ["what is ${HOME?"],
         "mcpServers": {
           "fs": {"type": "stdio", "command": "npx", "args": ["-y"], "env": {"T": "${TOKEN}"},
                  "autoApprove": ["x"], "timeout": 30000},
           "off": {"command": "x", "disabled": true},
           "web": {"type": "streamableHttp", "url": "${BASE:-http://127.0.0.1:9}/mcp", "timeout": 20},
           "unset": {"command": "x", "env": {"T": "${NO_SUCH_VARIABLE}"}},
           "empty": {}},
         "projects": {"%s": {"mcpServers": {"mine": {"command": "y"}}},
                      "/elsewhere": {"mcpServers": {"theirs": {"command": "z"}}}}}\
        """
            .formatted(here);
    var path = Files.writeString(folder.resolve("servers.json"), file);
    var yaml = "mcp-config: " + path + "\nmcp-servers: { fs: { command: inline } }";

    var book = McpBook.of(ConfigFile.parse(yaml, "gatehouse.yaml", ENVIRONMENT), ENVIRONMENT);

    assertThat(book.servers()).extracting(McpServer::name).containsExactly("fs", "web", "mine");
    assertThat(book.servers().getFirst().link().toString()).contains("inline");
    assertThat(book.servers().get(1).timeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(((Link.Http) book.servers().get(1).link()).url())
        .hasToString("http://127.0.0.1:9/mcp");
    assertThat(book.findings())
        .hasSize(2)
        .anyMatch(finding -> finding.contains("NO_SUCH_VARIABLE"))
        .anyMatch(finding -> finding.startsWith("empty"));
  }

  @Test
  void missingFileIsAnErrorWithItsName() {
    assertThatThrownBy(() -> only("mcp-config: nowhere.json"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nowhere.json");
  }
}
