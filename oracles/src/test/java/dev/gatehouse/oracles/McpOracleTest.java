package dev.gatehouse.oracles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.mcp.McpServer;
import dev.gatehouse.adapters.mcp.McpServer.Link;
import dev.gatehouse.adapters.mcp.McpSource;
import dev.gatehouse.adapters.mcp.McpSources;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our MCP client against a server made of the protocol's own Java SDK.
final class McpOracleTest {

  private static final Duration SOON = Duration.ofMinutes(2);

  private final Upstream upstream = Upstream.open();
  private final Surroundings surroundings = new Surroundings();
  private McpSources sources = McpSources.open(List.of(), upstream);

  @BeforeEach
  void start() throws InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SdkMcpServer.class.getName());
    sources =
        McpSources.open(
            List.of(McpServer.of("sdk", new Link.Stdio(command, Map.of(), Optional.empty()))),
            upstream);
    assertThat(sources.awaitSettled(SOON)).isTrue();
    assertThat(source().trouble()).isEmpty();
  }

  @AfterEach
  void leave() {
    sources.close();
    upstream.close();
  }

  private McpSource source() {
    return sources.sources().getFirst();
  }

  private ToolOutcome call(String name, String input) throws Exception {
    Tool tool =
        source().tools().stream()
            .filter(each -> each.spec().name().equals(name))
            .findFirst()
            .orElseThrow();
    return tool.call(Json.parse(input), surroundings);
  }

  @Test
  void toolsAreListed() {
    assertThat(source().tools())
        .extracting(tool -> tool.spec().name())
        .contains("add", "ask", "work", "break");
  }

  @Test
  void structuredContentIsRead() throws Exception {
    assertThat(call("add", "{\"a\":2,\"b\":3}"))
        .isEqualTo(ToolOutcome.ok(Json.obj("sum", Json.of(5))));
  }

  @Test
  void questionIsAnswered() throws Exception {
    assertThat(call("ask", "{}"))
        .isEqualTo(ToolOutcome.ok(Json.obj("text", Json.of("ACCEPT Ada"))));
  }

  @Test
  void progressIsShown() throws Exception {
    ToolOutcome _ = call("work", "{}");

    assertThat(surroundings.shown).anyMatch(shown -> shown.contains("half of it"));
  }

  @Test
  void errorIsTold() throws Exception {
    assertThat(call("break", "{}"))
        .isEqualTo(new ToolOutcome.Failed(Failure.of(Failure.Code.MCP_TOOL_ERROR, "no luck")));
  }

  /// What a tool sees of a gateway.
  private static final class Surroundings implements ToolContext {

    private final List<String> shown = new CopyOnWriteArrayList<>();

    @Override
    public String callId() {
      return "call";
    }

    @Override
    public String runId() {
      return "run";
    }

    @Override
    public String sessionId() {
      return "session";
    }

    @Override
    public String user() {
      return "user";
    }

    @Override
    public String idempotencyKey() {
      return "run:call";
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public CancelSignal cancel() {
      return CancelSignal.NEVER;
    }

    @Override
    public void output(Stream stream, String text) {
      shown.add(text);
    }

    @Override
    public void emit(Json.Obj event) {
      shown.add(event.toString());
    }

    @Override
    public Reply ask(String prompt, Json.Obj schema) {
      return new Reply(
          FlowEvent.Resolution.ANSWERED, Optional.of(Json.obj("name", Json.of("Ada"))));
    }

    @Override
    public String keep(String name, String mediaType, byte[] bytes) {
      return "art_1";
    }
  }
}
