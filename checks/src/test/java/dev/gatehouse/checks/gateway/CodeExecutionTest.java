package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox.Level;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.SandboxConfig;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeExecutionTest {

  private static final SandboxConfig WASM = SandboxConfig.STANDARD.withBackends(List.of("wasm"));

  @TempDir private Path folder;

  private GatewayPlan plan(ScriptedModel model, SandboxConfig sandbox) {
    return Gateway.plan()
        .config(GatehouseConfig.STANDARD.withSandbox(sandbox))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0)
        .provider("script", model)
        .model("script/any")
        .agent("coder", AgentConfig.Local.STANDARD.withTools(List.of("code_execute")));
  }

  private static Turn runs(String code) {
    return Turn.calls("code_execute", Json.obj("code", Json.of(code)));
  }

  private static Json complete(List<Json> events) {
    return events.stream()
        .filter(event -> Visitor.type(event).equals("tool_call_complete"))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @Test
  void programRunsAndEveryEventSaysWhere() throws Exception {
    ScriptedModel model = ScriptedModel.of(runs("print(6 * 7)"), Turn.says("42"));
    try (Gateway gateway = plan(model, WASM).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> events = visitor.say("What is 6 * 7?");

      Json complete = complete(events);
      assertThat(complete.path("result", "stdout")).contains(Json.of("42\n"));
      assertThat(complete.path("result", "return_code")).contains(Json.of(0));
      assertThat(complete.at("execution_location")).contains(Json.of("sandbox:wasm"));
      assertThat(complete.at("sandbox"))
          .contains(Json.obj("backend", Json.of("wasm"), "level", Json.of("wasm")));
      assertThat(events.stream().filter(event -> Visitor.type(event).equals("tool_output_chunk")))
          .extracting(event -> event.at("text").orElseThrow())
          .containsExactly(Json.of("42\n"));
    }
  }

  @Test
  void requestMayNeedAStrongerSandboxThanTheGatewayDoes() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(runs("print(1)"), Turn.says("no"), runs("print(1)"), Turn.says("yes"));
    try (Gateway gateway =
        plan(model, WASM)
            .runtimeFactory((chosen, _, _, channel) ->
                channel.equals(Optional.of("public"))
                    ? chosen.with(chosen.profile().withSandboxFloor(Level.CONTAINER))
                    : chosen)
            .start()) {
      Visitor stranger = new Visitor(gateway);
      stranger.init("");
      Visitor colleague = new Visitor(gateway);
      colleague.init("");

      List<Json> refused = stranger.say("go", ",\"context\":{\"channel\":\"public\"}");
      List<Json> run = colleague.say("go");

      assertThat(complete(refused).path("error", "code")).contains(Json.of("sandbox_unavailable"));
      assertThat(complete(refused).at("sandbox")).isEmpty();
      assertThat(model.requests().getFirst().tools())
          .extracting(ToolSpec::name)
          .doesNotContain("code_execute");
      assertThat(complete(run).path("result", "stdout")).contains(Json.of("1\n"));
    }
  }

  @Test
  void hundredMegabytesOfOutputAreCutAndMarked() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(runs("for i in range(1000): print('x' * 100_000)"), Turn.says("much"));
    try (Gateway gateway = plan(model, WASM).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> events = visitor.say("Print a lot");

      Json result = complete(events).at("result").orElseThrow();
      assertThat(result.at("end_reason")).contains(Json.of("output_limit"));
      assertThat(result.at("truncated")).contains(Json.of(true));
      assertThat(result.at("stdout").flatMap(Json::text).orElseThrow())
          .contains("characters are not shown]")
          .hasSizeLessThan(70_000);
      assertThat(Visitor.types(events)).endsWith("turn_complete", "stream_complete");
    }
  }

  @Test
  void filesStayForTheConversation() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(
            runs("import os; os.mkdir('d')"),
            Turn.says("made"),
            runs("import os; print(os.listdir('.'))"),
            Turn.says("there"));
    try (Gateway gateway = plan(model, WASM).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      visitor.say("Make a folder");

      List<Json> events = visitor.say("Is it there?");

      assertThat(complete(events).path("result", "stdout")).contains(Json.of("['d']\n"));
    }
  }

  @Test
  void onlyAgentsThatNameTheToolGetIt() throws Exception {
    ScriptedModel model = ScriptedModel.of(Turn.says("hi"), Turn.says("ho"));
    GatewayPlan plan = plan(model, WASM).agent("talker", "You talk.");
    try (Gateway gateway = plan.start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      visitor.say("hello", ",\"agent\":\"talker\"");
      assertThat(model.lastRequest().tools()).isEmpty();

      visitor.say("hello", ",\"agent\":\"coder\"");

      assertThat(model.lastRequest().tools())
          .extracting(tool -> tool.name())
          .containsExactly("code_execute", "code_execute_status");
    }
  }

  @Test
  void withoutSandboxTheToolIsNotOfferedAndACallSaysWhy() throws Exception {
    ScriptedModel model = ScriptedModel.of(runs("print(1)"), Turn.says("pity"));
    try (Gateway gateway = plan(model, WASM.withFloor(Level.GVISOR)).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      Json complete = complete(visitor.say("Run something"));

      assertThat(model.requests().getFirst().tools()).isEmpty();
      assertThat(complete.path("error", "code")).contains(Json.of("sandbox_unavailable"));
      assertThat(read(gateway, "/api/ready").path("sandbox", "reason").flatMap(Json::text))
          .hasValueSatisfying(reason -> assertThat(reason).contains("weaker than the floor"));
    }
  }

  @Test
  void healthAnswersWhileTwoProgramsRunForEver() throws Exception {
    ScriptedModel model = ScriptedModel.of(runs("while True: pass"), runs("while True: pass"));
    try (Gateway gateway = plan(model, WASM).start()) {
      for (int i = 0; i < 2; i++) {
        Visitor visitor = new Visitor(gateway);
        visitor.init("");
        visitor.begin("Run for ever");
      }

      for (int i = 0; i < 10; i++) {
        long begin = System.nanoTime();
        Json health = read(gateway, "/api/health");
        assertThat(health.path("sandbox", "level")).contains(Json.of("wasm"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
      }
      assertThat(gateway.runtime().liveRuns()).isEqualTo(2);
    }
  }

  private static Json read(Gateway gateway, String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Json.parse(
          client
              .send(
                  HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(),
                  BodyHandlers.ofString())
              .body());
    }
  }
}
