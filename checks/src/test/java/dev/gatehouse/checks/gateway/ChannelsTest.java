package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.event.RunEvent.RunCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.Hooks;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsTest {

  private static final String AGENT =
      """
      interceptors:
        - { name: quiet, when: "false" }
        - { name: loud, when: "false" }
      agents:
        clerk:
          prompt: You help.
          limits: { max-turns: 9 }
          channels:
            web: { tools: [search] }
            slack:
              prompt: One paragraph.
              tools: ["s*"]
              interceptors: [quiet]
              limits: { max-turns: 2 }
      """;

  /// Binds the key that visitors have.
  private static final String BOUND =
      """
      auth:
        keys:
          bot:
            sha256: 8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a
            channel: " Slack "
      """;

  /// Short to wait for, and long enough for a factory that answers at once on a machine that halts.
  private static final String HASTY = "auth: { resolver-timeout: 2s }\n";

  private static final String WEB = ",\"context\":{\"channel\":\"web\"}";
  private static final String SLACK = ",\"context\":{\"channel\":\" SLACK\"}";

  @TempDir private Path folder;

  private final Queue<AgentProfile> profiles = new ConcurrentLinkedQueue<>();

  @Doc("Searches")
  record Search(String text) {}

  @Doc("Sends")
  record Send(String text) {}

  private GatewayPlan plan(String yaml, ScriptedModel model) {
    return Gateway.plan()
        .config(ConfigFile.parse(yaml, "test", nothing()))
        .environment(nothing())
        .data(folder.resolve("data"))
        .provider("puppet", model)
        .model("puppet/one")
        .tool(Search.class, (_, _) -> Json.of("found"))
        .tool(Send.class, (_, _) -> Json.of("sent"))
        .port(0);
  }

  private static Environment nothing() {
    return Environment.of(_ -> null);
  }

  private Hooks remembering() {
    return new Hooks() {
      @Override
      public void event(Frame.Body.Recorded event) {
        if (event.event() instanceof RunCreated(var spec)) {
          profiles.add(spec.agent());
        }
      }
    };
  }

  private static List<String> tools(ModelRequest request) {
    return request.tools().stream().map(ToolSpec::name).toList();
  }

  @Test
  void channelsOfOneServerHaveToolsOfTheirOwn() throws Exception {
    var model = ScriptedModel.of(Turn.says("1"), Turn.says("2"), Turn.says("3"));
    try (Gateway gateway = plan(AGENT, model).hooks(remembering()).start()) {
      for (String channel : List.of(WEB, SLACK, "")) {
        var visitor = new Visitor(gateway);
        visitor.init("");
        visitor.say("hi", channel);
      }
    }

    List<ModelRequest> asked = model.requests();
    assertThat(tools(asked.get(0))).containsExactly("search");
    assertThat(tools(asked.get(1))).containsExactly("search", "send");
    assertThat(tools(asked.get(2))).containsExactly("search", "send");
    assertThat(asked.get(0).system()).isEqualTo("You help.");
    assertThat(asked.get(1).system()).isEqualTo("You help.\n\nOne paragraph.");
    assertThat(profiles)
        .extracting(profile -> profile.bounds().interceptors())
        .containsExactly(Optional.empty(), Optional.of(List.of("quiet")), Optional.empty());
  }

  @Test
  void channelOfTheKeyWinsOverThatOfTheRequest() throws Exception {
    var model = ScriptedModel.of(Turn.says("1"));
    try (Gateway gateway = plan(BOUND + AGENT, model).start()) {
      var visitor = new Visitor(gateway);
      visitor.init("");
      visitor.say("hi", WEB);
    }

    assertThat(model.lastRequest().system()).contains("One paragraph.");
  }

  @Test
  void limitsOfTheChannelHold() throws Exception {
    var again = Turn.calls("search", "{\"text\":\"x\"}");
    var model = ScriptedModel.of(again, again, again);
    try (Gateway gateway = plan(AGENT, model).start()) {
      var visitor = new Visitor(gateway);
      visitor.init("");

      Json last = visitor.say("hi", SLACK).getLast();

      assertThat(last.at("stop_reason")).contains(Json.of("max_turns"));
    }
    assertThat(model.turnsLeft()).isEqualTo(1);
  }

  @Test
  void interceptorNobodyHasIsAMistake() {
    String yaml = AGENT.replace("interceptors: [quiet]", "interceptors: [queit]");

    assertThatThrownBy(plan(yaml, ScriptedModel.of())::embedded)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("agents.clerk.channels.slack.interceptors")
        .hasMessageContaining("there is no interceptor \"queit\"");
  }

  @Test
  void factoryHasTheLastWordOnEverything() throws Exception {
    var model = ScriptedModel.of(Turn.says("1"));
    GatewayPlan plan =
        plan(AGENT, model)
            .runtimeFactory((chosen, session, request, channel) ->
                new Agent(
                    chosen
                        .profile()
                        .withPrompt(channel.orElse("?") + " of " + session.user())
                        .withModel("puppet/two")
                        .withTools(List.of("send"))
                        .withInterceptors(List.of("loud")),
                    chosen.limits().withMaxTurns(1),
                    chosen.description(),
                    chosen.models()));
    try (Gateway gateway = plan.start()) {
      var visitor = new Visitor(gateway);
      visitor.init(",\"user_id\":\"ann\"");
      visitor.say("hi", WEB);
    }

    assertThat(model.lastRequest().system()).isEqualTo("web of ann");
    assertThat(model.lastRequest().model()).isEqualTo("two");
    assertThat(tools(model.lastRequest())).containsExactly("send");
  }

  @Test
  void factoryThatIsLateFailsTheRequestAndFreesTheSession() throws Exception {
    var late = new AtomicBoolean(true);
    var never = new CountDownLatch(1);
    GatewayPlan plan =
        plan(HASTY + AGENT, ScriptedModel.of(Turn.says("free")))
            .runtimeFactory((chosen, _, _, _) -> {
              if (late.get()) {
                never.await();
              }
              return chosen;
            });
    try (Gateway gateway = plan.start()) {
      var visitor = new Visitor(gateway);
      visitor.init("");

      HttpResponse<String> failed =
          visitor.post("/api/chat", "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
      late.set(false);

      assertThat(failed.statusCode()).isEqualTo(500);
      assertThat(failed.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/problem+json");
      assertThat(gateway.runtime().liveRuns()).isZero();
      assertThat(Visitor.text(visitor.say("hi"))).isEqualTo("free");
    }
  }
}
