package dev.gatehouse.adapters.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.mcp.McpServer.Link;
import dev.gatehouse.adapters.mcp.StrangeHttpServer.Manner;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.tool.ToolOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class McpOverHttpTest {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Rhythm QUICK =
      new Rhythm(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(30), SOON);

  private final Upstream upstream = Upstream.open();
  private final Stage stage = new Stage();
  private final List<ToolSource.Change> changes = new CopyOnWriteArrayList<>();
  private McpSources sources = McpSources.open(List.of(), upstream, QUICK);

  @AfterEach
  void leave() {
    sources.close();
    upstream.close();
  }

  private McpSource connect(StrangeHttpServer server, Manner manner) throws InterruptedException {
    Map<String, String> headers = Map.of("Authorization", "Bearer upstream-secret");
    Link link =
        manner == Manner.SSE
            ? new Link.Sse(server.url(), headers, SOON)
            : new Link.Http(server.url(), headers, SOON);
    sources = McpSources.open(List.of(McpServer.of("remote", link)), upstream, QUICK);
    assertThat(sources.awaitSettled(SOON)).isTrue();
    McpSource source = sources.sources().getFirst();
    source.onChange(changes::add);
    assertThat(source.trouble()).isEmpty();
    return source;
  }

  private ToolOutcome call(McpSource source, String tool) throws Exception {
    return source.tools().stream()
        .filter(each -> each.spec().name().equals(tool))
        .findFirst()
        .orElseThrow()
        .call(Json.obj("text", Json.of("grüß dich")), stage);
  }

  private static Json value(ToolOutcome outcome) {
    assertThat(outcome).isInstanceOf(ToolOutcome.Ok.class);
    return ((ToolOutcome.Ok) outcome).value();
  }

  private static Failure failure(ToolOutcome outcome) {
    return ((ToolOutcome.Failed) outcome).failure();
  }

  private static List<String> names(McpSource source) {
    return source.tools().stream().map(Tool::spec).map(spec -> spec.name()).toList();
  }

  @ParameterizedTest
  @EnumSource(Manner.class)
  void toolsAreListedAndCalled(Manner manner) throws Exception {
    try (var server = StrangeHttpServer.start(manner)) {
      McpSource source = connect(server, manner);

      assertThat(names(source)).contains("echo");
      assertThat(value(call(source, "echo"))).isEqualTo(Json.obj("text", Json.of("grüß dich")));
    }
  }

  @ParameterizedTest
  @EnumSource(Manner.class)
  void onlyConfiguredCredentialsGoOut(Manner manner) throws Exception {
    try (var server = StrangeHttpServer.start(manner)) {
      McpSource source = connect(server, manner);
      ToolOutcome _ = call(source, "echo");

      assertThat(server.headers)
          .allMatch(all ->
              all.getOrDefault("Authorization", List.of()).contains("Bearer upstream-secret"))
          .noneMatch(all -> all.containsKey("Cookie"));
    }
  }

  @ParameterizedTest
  @EnumSource(Manner.class)
  void changedToolsAreListedAgain(Manner manner) throws Exception {
    try (var server = StrangeHttpServer.start(manner)) {
      McpSource source = connect(server, manner);

      server.offer("echo", "fresh");

      await().atMost(SOON).until(() -> names(source).contains("fresh"));
      assertThat(names(source)).doesNotContain("hang");
      assertThat(changes)
          .anyMatch(change -> !change.available() && change.tools().contains("hang"));
    }
  }

  @Test
  void modernRequestsSayInHeadersWhatTheyAre() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.MODERN)) {
      ToolOutcome _ = call(connect(server, Manner.MODERN), "echo");

      assertThat(server.header("tools/call", "Mcp-Name")).contains("echo");
      assertThat(server.header("tools/call", "MCP-Protocol-Version")).contains("2026-07-28");
      assertThat(server.header("tools/call", "Mcp-Param-Text"))
          .contains("=?base64?Z3LDvMOfIGRpY2g=?=");
      assertThat(server.header("tools/call", HttpChannel.SESSION)).isEmpty();
    }
  }

  @Test
  void toolWhoseHeaderMarksBreakTheRulesIsNotOffered() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.MODERN)) {
      assertThat(names(connect(server, Manner.MODERN))).doesNotContain("marked-wrong");
    }
  }

  @Test
  void forgottenSessionIsMadeAnewAndTheCallSucceeds() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.LEGACY)) {
      McpSource source = connect(server, Manner.LEGACY);
      server.forget();

      assertThat(value(call(source, "echo"))).isEqualTo(Json.obj("text", Json.of("grüß dich")));
      assertThat(server.methods).filteredOn("initialize"::equals).hasSize(2);
      assertThat(changes).noneMatch(change -> !change.available());
    }
  }

  @Test
  void sessionIsGivenBackAtTheEnd() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.LEGACY)) {
      McpSource _ = connect(server, Manner.LEGACY);

      sources.close();

      assertThat(server.methods).contains("DELETE");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MODERN", "LEGACY"})
  void answerThatIsCutOffIsUnknown(Manner manner) throws Exception {
    try (var server = StrangeHttpServer.start(manner)) {
      Failure failure = failure(call(connect(server, manner), "drop"));

      assertThat(failure.code()).isEqualTo(Failure.Code.OUTCOME_UNKNOWN);
      assertThat(server.methods).filteredOn("tools/call"::equals).hasSize(1);
    }
  }

  @Test
  void answerThatIsCutOffBehindANumberIsTakenUpThere() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.LEGACY)) {
      McpSource source = connect(server, Manner.LEGACY);

      assertThat(value(call(source, "pause"))).isEqualTo(Json.obj("text", Json.of("at last")));
      assertThat(server.resumed).containsExactly("call-1");
      assertThat(server.methods).filteredOn("tools/call"::equals).hasSize(1);
      assertThat(server.headers.getLast())
          .anySatisfy((name, _) -> assertThat(name).isEqualToIgnoringCase(HttpChannel.SESSION))
          .anySatisfy((_, values) -> assertThat(values).containsExactly("2025-11-25"));
    }
  }

  @Test
  void answerIsTakenUpForAsLongAsItComesNearer() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.LEGACY)) {
      McpSource source = connect(server, Manner.LEGACY);

      assertThat(value(call(source, "flicker"))).isEqualTo(Json.obj("text", Json.of("at last")));
      assertThat(server.resumed).hasSize(13).doesNotHaveDuplicates();
    }
  }

  @Test
  void answerThatTheServerHasForgottenIsUnknown() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.LEGACY)) {
      Failure failure = failure(call(connect(server, Manner.LEGACY), "forgotten"));

      assertThat(failure.code()).isEqualTo(Failure.Code.OUTCOME_UNKNOWN);
      assertThat(server.resumed).containsExactly("lost-1");
      assertThat(server.methods).filteredOn("tools/call"::equals).hasSize(1);
    }
  }

  @Test
  void whatIsSaidUnaskedIsHeardFromWhereItBrokeOff() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.LEGACY)) {
      server.number();
      McpSource source = connect(server, Manner.LEGACY);
      await().atMost(SOON).until(() -> server.resumed.contains("own-7"));

      server.offer("echo", "fresh");

      await().atMost(SOON).until(() -> names(source).contains("fresh"));
      assertThat(server.resumed).containsExactly("own-7");
    }
  }

  @Test
  void stoppedCallCutsItsStream() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.MODERN)) {
      McpSource source = connect(server, Manner.MODERN);
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  ToolOutcome _ = call(source, "hang");
                } catch (Exception stopped) {
                  Thread.currentThread().interrupt();
                }
              });
      await().atMost(SOON).until(() -> server.methods.contains("tools/call"));

      caller.interrupt();

      assertThat(server.cut.await(120, TimeUnit.SECONDS)).isTrue();
      assertThat(server.methods).doesNotContain("notifications/cancelled");
    }
  }

  @Test
  void questionOnTheStreamOfACallReachesItsHuman() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.LEGACY)) {
      McpSource source = connect(server, Manner.LEGACY);

      assertThat(value(call(source, "ask"))).isEqualTo(Json.obj("text", Json.of("answered")));
      assertThat(stage.asked).containsExactly("MCP server \"remote\" asks: Who?");
    }
  }

  @Test
  void missingCredentialIsNamedAndNotTriedInEveryRevision() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.MODERN)) {
      server.answerWith(401);
      Link link = new Link.Http(server.url(), Map.of(), SOON);
      sources = McpSources.open(List.of(McpServer.of("remote", link)), upstream, Rhythm.STANDARD);
      assertThat(sources.awaitSettled(SOON)).isTrue();

      assertThat(sources.sources().getFirst().trouble().orElseThrow())
          .contains("401")
          .contains("headers");
      assertThat(server.methods).doesNotContain("initialize");
    }
  }

  @Test
  void serverThatIsGoneIsNoticedAndCallsFailWithoutDoubt() throws Exception {
    McpSource source;
    try (var server = StrangeHttpServer.start(Manner.MODERN)) {
      source = connect(server, Manner.MODERN);
    }

    await().atMost(SOON).until(() -> changes.stream().anyMatch(change -> !change.available()));
    Failure first = failure(call(source, "echo"));

    assertThat(first.code()).as(first.message()).isEqualTo(Failure.Code.TOOLS_UNAVAILABLE);
    assertThat(names(source)).contains("echo");
  }

  @Test
  void streamThatEndsTakesTheOlderTransportWithItAndItComesBack() throws Exception {
    try (var server = StrangeHttpServer.start(Manner.SSE)) {
      McpSource source = connect(server, Manner.SSE);

      server.hangUp();

      await().atMost(SOON).until(() -> changes.stream().anyMatch(change -> change.available()));
      assertThat(value(call(source, "echo"))).isEqualTo(Json.obj("text", Json.of("grüß dich")));
    }
  }

  @Test
  void redirectIsNotFollowed() throws IOException, InterruptedException {
    try (var server = StrangeHttpServer.start(Manner.MODERN)) {
      server.answerWith(307);
      Link link = new Link.Http(server.url(), Map.of("Authorization", "Bearer x"), SOON);
      sources = McpSources.open(List.of(McpServer.of("remote", link)), upstream, QUICK);
      assertThat(sources.awaitSettled(SOON)).isTrue();

      assertThat(sources.sources().getFirst().trouble().orElseThrow()).contains("redirects");
    }
  }
}
