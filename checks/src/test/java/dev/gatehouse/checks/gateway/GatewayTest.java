package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.Hooks;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderFault;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {

  @TempDir private Path folder;

  @Doc("Doubles a number")
  record Twice(int number) {}

  private GatewayPlan plan() {
    return Gateway.plan()
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0);
  }

  @Test
  void anAgentInJavaAnswersLikeAnyOther() throws Exception {
    GatewayPlan plan =
        plan()
            .agent(
                "echo",
                (conversation, speaker) -> {
                  speaker.think("hm");
                  speaker.emit(Json.obj("type", Json.of("echo.heard")));
                  speaker.say("You said: " + conversation.getLast().text());
                });
    try (Gateway gateway = plan.start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> events = visitor.say("ping");

      assertThat(Visitor.text(events)).isEqualTo("You said: ping");
      assertThat(Visitor.types(events))
          .contains("thinking_delta", "echo.heard")
          .endsWith("turn_complete", "stream_complete");
    }
  }

  @Test
  void anAgentInJavaThatBreaksIsAFailureWithAName() throws Exception {
    GatewayPlan plan =
        plan()
            .agent(
                "broken",
                (_, _) -> {
                  throw new IllegalStateException("no bread");
                });
    try (Gateway gateway = plan.start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      Json last = visitor.say("ping").getLast();

      assertThat(Visitor.type(last)).isEqualTo("error");
      assertThat(last.at("code").flatMap(Json::text)).contains("agent_error");
      assertThat(last.at("error").flatMap(Json::text)).contains("no bread");
    }
  }

  @Test
  void hooksHearWhatHappens() throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    GatewayPlan plan =
        plan()
            .agent("assistant", "You help.")
            .tool(Twice.class, (twice, _) -> Json.of(twice.number() * 2L))
            .hooks(
                new Hooks() {
                  @Override
                  public void startup(Gateway gateway) {
                    heard.add("startup");
                  }

                  @Override
                  public void sessionCreated(SessionState session) {
                    heard.add("session " + session.who().user());
                  }

                  @Override
                  public void usage(String run, String model, Usage usage, Cost cost) {
                    heard.add("usage");
                  }

                  @Override
                  public void toolResult(String run, String tool, ToolOutcome outcome) {
                    heard.add(tool + " " + outcome);
                  }
                });
    try (Gateway gateway = plan.start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init(",\"user_id\":\"ann\"");
      visitor.say("use twice with 21");
    }
    assertThat(heard)
        .contains("startup", "session ann", "usage")
        .anyMatch(word -> word.startsWith("twice Ok") && word.contains("42"));
  }

  @Test
  void anExceptionOfTheSessionHookEndsTheSession() throws Exception {
    GatewayPlan plan =
        plan()
            .hooks(
                new Hooks() {
                  @Override
                  public void sessionCreated(SessionState session) {
                    throw new IllegalStateException("not today");
                  }
                });
    try (Gateway gateway = plan.start()) {
      Visitor visitor = new Visitor(gateway);

      assertThat(visitor.init("").statusCode()).isEqualTo(500);
      assertThat(gateway.runtime().liveRuns()).isZero();
    }
  }

  @Test
  void aFactoryChoosesWhatEachRunIsMadeOf() throws Exception {
    GatewayPlan plan =
        plan()
            .agent("assistant", "You help.")
            .agent("echo", (conversation, speaker) -> speaker.say("echo"))
            .runtimeFactory((chosen, _, _, channel) ->
                channel.filter("slack"::equals).isPresent()
                    ? new Agent(
                        AgentProfile.of("echo", "", "agent-echo/echo"),
                        chosen.limits(),
                        "",
                        List.of())
                    : chosen);
    try (Gateway gateway = plan.start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      assertThat(Visitor.text(visitor.say("hi", ",\"context\":{\"channel\":\" Slack \"}")))
          .isEqualTo("echo");
    }
  }

  /// A machine may halt for a moment, which is no delay of ours: the quickest of five counts.
  @Test
  void cancelReachesTheSocketOfTheProviderWithinASecond() throws Exception {
    try (ScriptedProvider provider = ScriptedProvider.start()) {
      provider.always(
          ProviderScript.fault(
              ProviderFault.SILENT_AMID_STREAM, ScriptedAnswer.text("one ", "two")));
      Map<String, String> variables =
          Map.of(
              "ANTHROPIC_API_KEY",
              "key",
              "ANTHROPIC_BASE_URL",
              provider.baseUrl(ProviderDialect.ANTHROPIC).toString());
      GatewayPlan plan = plan().environment(Environment.of(variables::get)).agent("a", "You help.");
      try (Gateway gateway = plan.start()) {
        Visitor visitor = new Visitor(gateway);
        Duration quickest = Duration.ofDays(1);
        for (int i = 0; i < 5 && quickest.toMillis() >= 1_000; i++) {
          visitor.init("");
          visitor.begin("talk");
          assertThat(provider.awaitCall(Duration.ofMinutes(1))).isTrue();

          long begin = System.nanoTime();
          assertThat(visitor.post("/api/chat/cancel", "{}").statusCode()).isEqualTo(202);
          assertThat(provider.awaitHangup(Duration.ofMinutes(1))).isTrue();
          quickest = Duration.ofNanos(System.nanoTime() - begin);
        }
        assertThat(quickest).isLessThan(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void theTraceOfARequestIsPassedOnToTheProvider() throws Exception {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    try (ScriptedProvider provider = ScriptedProvider.start()) {
      provider.always(ProviderScript.answer(ScriptedAnswer.text("fine")));
      Map<String, String> variables =
          Map.of(
              "ANTHROPIC_API_KEY",
              "key",
              "ANTHROPIC_BASE_URL",
              provider.baseUrl(ProviderDialect.ANTHROPIC).toString());
      GatewayPlan plan = plan().environment(Environment.of(variables::get)).agent("a", "You help.");
      try (Gateway gateway = plan.start()) {
        Visitor visitor = new Visitor(gateway);
        visitor.init("");
        visitor.traced(trace).say("hi");
        visitor.traced("nonsense").say("hi");
      }
      assertThat(provider.calls().get(0).header("traceparent")).contains(trace);
      assertThat(provider.calls().get(1).header("traceparent")).isEmpty();
    }
  }

  @Test
  void aWeakSecretIsAMistakeOfTheConfiguration() {
    String yaml = "auth: { secret: \"changeme-changeme-changeme-changeme\" }";
    GatewayPlan plan = plan().config(ConfigFile.parse(yaml, "test", Environment.of(_ -> null)));

    assertThatThrownBy(plan::embedded)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("auth.secret");
  }

  @Test
  void channelsOfTheConfigurationChangeThePrompt() throws Exception {
    try (ScriptedProvider provider = ScriptedProvider.start()) {
      provider.always(ProviderScript.answer(ScriptedAnswer.text("fine")));
      String yaml =
          """
          providers:
            anthropic: { api-key: secret, base-url: "%s" }
          agents:
            analyst:
              prompt: You analyse.
              model: anthropic/claude-sonnet-4-6
              channels: { slack: { prompt: Answer in one paragraph. } }
          """
              .formatted(provider.baseUrl(ProviderDialect.ANTHROPIC));
      GatewayPlan plan =
          Gateway.plan()
              .config(ConfigFile.parse(yaml, "test", Environment.of(_ -> null)))
              .environment(Environment.of(_ -> null))
              .data(folder.resolve("data"))
              .port(0);
      try (Gateway gateway = plan.start()) {
        Visitor visitor = new Visitor(gateway);
        visitor.init("");
        visitor.say("hi", ",\"context\":{\"channel\":\"slack\"}");
        visitor.init("");
        visitor.say("hi");
      }
      assertThat(provider.calls().get(0).body().toString())
          .contains("You analyse.", "Answer in one paragraph.");
      assertThat(provider.calls().get(1).body().toString())
          .doesNotContain("Answer in one paragraph.");
    }
  }
}
