package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec.Watch;
import dev.gatehouse.gateway.Autonomous;
import dev.gatehouse.gateway.AutonomousOptions;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.cli.talk.EmbeddedBackend;
import dev.gatehouse.gateway.cli.talk.Shown;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What agents are configured to do where a request says nothing.
@Timeout(300)
final class HabitsTest {

  private static final Environment NOTHING = Environment.of(_ -> null);
  private static final String TYPED = "{ prompt: x, output-schema: { required: [n] } }";

  @TempDir private Path folder;

  @Test
  void answerHasTheShapeOfItsAgent() throws Exception {
    var model = ScriptedModel.of(Turn.says("{\"n\": 1}"));
    try (var gateway = plan(model, TYPED).start()) {
      var visitor = new Visitor(gateway);
      visitor.init("");

      var run = visitor.post("/api/runs", "{\"agent\":\"a\",\"input\":\"go\",\"wait\":20}");

      assertThat(Json.parse(run.body()).at("output")).contains(Json.obj("n", Json.of(1)));
    }
  }

  @Test
  void requestMayWantAnotherShape() throws Exception {
    var model = ScriptedModel.of(Turn.says("{\"m\": 1}"));
    try (var gateway = plan(model, TYPED).start()) {
      var visitor = new Visitor(gateway);
      visitor.init("");

      visitor.post(
          "/api/runs",
          "{\"agent\":\"a\",\"input\":\"go\",\"wait\":20,\"output_schema\":{\"required\":[\"m\"]}}");

      assertThat(model.lastRequest().outputSchema().orElseThrow().toString()).contains("\"m\"");
      assertThat(model.turnsLeft()).isZero();
    }
  }

  @Test
  void headlessRunsHaveTheShapeToo() throws InterruptedException {
    var model = ScriptedModel.of(Turn.says("{\"n\": 1}"));

    var result = Autonomous.run("a", "go", AutonomousOptions.of(plan(model, TYPED)));

    assertThat(result.output()).contains(Json.obj("n", Json.of(1)));
  }

  @Test
  void messageDoesWhatItsAgentIsConfiguredToDoWhileTheSessionIsBusy() throws Exception {
    var model = ScriptedModel.of(Turn.waits(new CountDownLatch(1)), Turn.says("Second."));
    try (var gateway = plan(model, "{ prompt: x, when-busy: interrupt }").start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var visitor = new Visitor(gateway);
      visitor.init("");

      var first = said(threads, visitor, "one", "");
      await().until(() -> model.requests().size() == 1);
      var second = said(threads, visitor, "two", "");

      assertThat(first.get().body()).contains("\"type\":\"cancelled\"");
      assertThat(second.get().body()).contains("Second.");
    }
  }

  @Test
  void requestMaySayItself() throws Exception {
    var release = new CountDownLatch(1);
    var model = ScriptedModel.of(Turn.waits(release).thenSays("First."));
    try (var gateway = plan(model, "{ prompt: x, when-busy: interrupt }").start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var visitor = new Visitor(gateway);
      visitor.init("");

      var first = said(threads, visitor, "one", "");
      await().until(() -> model.requests().size() == 1);
      var second = said(threads, visitor, "two", ",\"when_busy\":\"reject\"").get();
      release.countDown();

      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(first.get().body()).contains("First.");
    }
  }

  @Test
  void mistakeInASchemaIsSaidAtTheStart() {
    var plan = plan(ScriptedModel.of(), "{ prompt: x, output-schema: { type: thing } }");

    assertThatThrownBy(plan::embedded)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("agents.a.output-schema");
  }

  @Test
  void settingsOfTheChannelCliHoldInTheTerminal() throws InterruptedException {
    var model = ScriptedModel.of(Turn.says("Short."));
    var agent = "{ prompt: x, channels: { cli: { prompt: Be short. } } }";
    try (var backend = new EmbeddedBackend(plan(model, agent).embedded(), Watch.WATCHED);
        var answer = backend.talk(Optional.empty()).say("hello")) {
      while (!(answer.next(Duration.ofMinutes(1)).orElse(new Shown.TurnDone())
          instanceof Shown.Ended)) {
        // the answer itself does not matter
      }
    }

    assertThat(model.lastRequest().system()).isEqualTo("x\n\nBe short.");
  }

  @Test
  void settingsOfAChannelHoldInHeadlessRuns() throws InterruptedException {
    var model = ScriptedModel.of(Turn.says("Short."), Turn.says("Long."));
    var plan = plan(model, "{ prompt: x, channels: { cli: { prompt: Be short. } } }");

    Autonomous.run("a", "go", AutonomousOptions.of(plan).withChannel("cli"));
    Autonomous.run("a", "go", AutonomousOptions.of(plan));

    assertThat(model.requests().getFirst().system()).isEqualTo("x\n\nBe short.");
    assertThat(model.lastRequest().system()).isEqualTo("x");
  }

  private static Future<HttpResponse<String>> said(
      ExecutorService threads, Visitor visitor, String text, String more) {
    return threads.submit(() -> say(visitor, text, more));
  }

  private static HttpResponse<String> say(Visitor visitor, String text, String more)
      throws IOException, InterruptedException {
    return visitor.post(
        "/api/chat",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"context\":{\"history\":\"server\"}%s}"
            .formatted(text, more));
  }

  private GatewayPlan plan(ScriptedModel model, String agent) {
    return Gateway.plan()
        .config(ConfigFile.parse("agents: { a: " + agent + " }", "gatehouse.yaml", NOTHING))
        .environment(NOTHING)
        .data(folder.resolve("data"))
        .port(0)
        .provider("script", model)
        .model("script/any");
  }
}
