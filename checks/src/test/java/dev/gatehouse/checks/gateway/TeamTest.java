package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderFault;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class TeamTest {

  private static final Pattern RUN = Pattern.compile("run_[0-9a-z]{20,}");
  private static final String TASK = "{\"task\":\"look it up\",\"agent\":\"kid\"}";
  private static final String BACKGROUND =
      "{\"task\":\"look it up\",\"agent\":\"kid\",\"background\":true}";

  @TempDir private Path folder;
  private final Lever pay = Lever.of("pay");

  private GatewayPlan plan(Model boss, Model kid) {
    return plan(boss, kid, "", "");
  }

  private GatewayPlan plan(Model boss, Model kid, String bossRules, String more) {
    String yaml =
        """
        agents:
          boss: { prompt: You lead., tools: [run_agent] %s }
        %s
        """
            .formatted(bossRules, more);
    return plan(yaml)
        .agent("kid", kid("pay"))
        .provider("boss", boss)
        .provider("kid", kid)
        .tool(pay);
  }

  private GatewayPlan plan(String yaml) {
    return Gateway.plan()
        .config(ConfigFile.parse(yaml, "test", Environment.of(_ -> null)))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .model("boss/m")
        .port(0);
  }

  private static AgentConfig kid(String tool) {
    return AgentConfig.Local.STANDARD.withModel("kid/m").withTools(List.of(tool));
  }

  private static Visitor visitor(Gateway gateway) throws Exception {
    Visitor visitor = new Visitor(gateway);
    visitor.init("");
    return visitor;
  }

  private static String lastWords(ModelRequest request) {
    return request.messages().getLast().content().toString();
  }

  private static List<Json> of(List<Json> events, String type) {
    return events.stream().filter(event -> Visitor.type(event).equals(type)).toList();
  }

  private static String text(Json json, String member) {
    return json.at(member).flatMap(Json::text).orElseThrow();
  }

  /// What the leader said itself.
  private static String own(List<Json> events) {
    return Visitor.text(events.stream().filter(event -> event.at("run_path").isEmpty()).toList());
  }

  @Test
  void leaderGetsTheAnswerOfTheAgentItNames() throws Exception {
    ScriptedModel boss = ScriptedModel.of(Turn.calls("run_agent", TASK), Turn.says("so it is"));
    ScriptedModel kid = ScriptedModel.of(Turn.says("forty-two"));
    try (Gateway gateway = plan(boss, kid).start()) {
      List<Json> events = visitor(gateway).say("ask");

      assertThat(lastWords(boss.lastRequest())).contains("forty-two", "completed");
      assertThat(kid.lastRequest().messages().getLast().text()).isEqualTo("look it up");
      assertThat(Visitor.types(events))
          .containsSubsequence("subagent_started", "subagent_finished", "stream_complete");
      Json told =
          of(events, "text_delta").stream()
              .filter(event -> event.at("run_path").isPresent())
              .findFirst()
              .orElseThrow();
      assertThat(told.at("run_path").orElseThrow())
          .hasToString(
              "[\"%s\",\"%s\"]".formatted(text(events.getFirst(), "run_id"), text(told, "run_id")));
      assertThat(own(events)).isEqualTo("so it is");
      assertThat(of(events, "stream_complete")).hasSize(1);
    }
  }

  @Test
  void agentsOfOneTurnWorkSideBySide() throws Exception {
    ScriptedModel boss =
        ScriptedModel.of(
            Turn.calls("run_agent", TASK).thenCalls("run_agent", TASK), Turn.says("both"));
    CyclicBarrier meeting = new CyclicBarrier(2);
    Model kid =
        new Improvising(_ -> {
          try {
            meeting.await(60, TimeUnit.SECONDS);
            return Turn.says("met");
          } catch (Exception alone) {
            return Turn.says("alone");
          }
        });
    try (Gateway gateway = plan(boss, kid).start()) {
      List<Json> events = visitor(gateway).say("ask");

      assertThat(lastWords(boss.lastRequest())).contains("met").doesNotContain("alone");
      assertThat(of(events, "subagent_finished")).hasSize(2);
    }
  }

  @Test
  void resultOfABackgroundTaskCanBeFetched() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ScriptedModel boss =
        ScriptedModel.of(
            Turn.calls("run_agent", BACKGROUND),
            Turn.calls("get_background_result", "{\"task_id\":\"*\"}"),
            Turn.calls("get_background_result", "{\"task_id\":\"*\",\"wait\":true}"),
            Turn.says("thanks"),
            Turn.says("I know"));
    ScriptedModel kid = ScriptedModel.of(Turn.waits(go).thenSays("forty-two"));
    try (Gateway gateway = plan(boss, kid).start()) {
      Listening stream = visitor(gateway).listen("ask", "");
      int asked = 0;
      while (asked < 2) {
        stream.until("tool_call_complete");
        asked++;
      }
      assertThat(lastWords(boss.requests().get(1))).contains("running", "run_");
      go.countDown();
      stream.rest();

      assertThat(lastWords(boss.requests().get(2))).containsAnyOf("queued", "running");
      assertThat(boss.requests().get(3).messages().toString()).contains("forty-two");
    }
  }

  @Test
  void leaderIsToldWhenABackgroundTaskHasFinished() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ScriptedModel boss =
        ScriptedModel.of(
            Turn.calls("run_agent", BACKGROUND), Turn.says("I wait"), Turn.says("I heard"));
    ScriptedModel kid = ScriptedModel.of(Turn.waits(go).thenSays("forty-two"));
    try (Gateway gateway = plan(boss, kid).start()) {
      Listening stream = visitor(gateway).listen("ask", "");
      stream.until("turn_complete");
      stream.until("turn_complete");
      go.countDown();
      List<Json> events = stream.rest();

      assertThat(lastWords(boss.lastRequest())).contains("Background task", "forty-two");
      assertThat(own(events)).endsWith("I heard");
    }
  }

  @Test
  void agentsStartAgentsOnlySoDeep() throws Exception {
    ScriptedModel boss =
        ScriptedModel.of(
            Turn.calls("run_agent", "{\"task\":\"1\"}"),
            Turn.calls("run_agent", "{\"task\":\"2\"}"),
            Turn.calls("run_agent", "{\"task\":\"3\"}"),
            Turn.calls("run_agent", "{\"task\":\"4\"}"),
            Turn.says("three"),
            Turn.says("two"),
            Turn.says("one"),
            Turn.says("top"));
    try (Gateway gateway = plan(boss, ScriptedModel.of()).start()) {
      List<Json> events = visitor(gateway).say("dig");

      assertThat(of(events, "subagent_started")).hasSize(3);
      assertThat(lastWords(boss.requests().get(4))).contains("unknown_tool");
      assertThat(own(events)).isEqualTo("top");
      assertThat(boss.turnsLeft()).isZero();
    }
  }

  @Test
  void agentsThatMayNotBeStartedAreRefused() throws Exception {
    ScriptedModel boss = ScriptedModel.of(Turn.calls("run_agent", TASK), Turn.says("alone then"));
    try (Gateway gateway =
        plan(boss, ScriptedModel.of(), ", sub-agents: [\"other*\"]", "").start()) {
      List<Json> events = visitor(gateway).say("ask");

      assertThat(of(events, "subagent_started")).isEmpty();
      assertThat(lastWords(boss.lastRequest())).contains("there is no agent 'kid'");
    }
  }

  @Test
  void cancelReachesTheSocketOfTheChildsModel() throws Exception {
    try (ScriptedProvider provider = ScriptedProvider.start()) {
      provider.always(
          ProviderScript.fault(
              ProviderFault.SILENT_AMID_STREAM, ScriptedAnswer.text("one ", "two")));
      String yaml =
          """
          providers:
            anthropic: { api-key: secret, base-url: "%s" }
          agents:
            boss: { prompt: You lead., tools: [run_agent] }
            kid: { prompt: You follow., model: anthropic/claude-sonnet-4-6, tools: [] }
          """
              .formatted(provider.baseUrl(ProviderDialect.ANTHROPIC));
      ScriptedModel boss = ScriptedModel.of(Turn.calls("run_agent", TASK));
      try (Gateway gateway = plan(yaml).provider("boss", boss).start()) {
        Visitor visitor = visitor(gateway);
        Listening stream = visitor.listen("ask", "");
        assertThat(provider.awaitCall(Duration.ofMinutes(1))).isTrue();

        assertThat(visitor.post("/api/chat/cancel", "{}").statusCode()).isEqualTo(202);

        assertThat(provider.awaitHangup(Duration.ofMinutes(1))).isTrue();
        assertThat(Visitor.types(stream.rest())).endsWith("cancelled");
      }
    }
  }

  @Test
  void childPaysFromTheBudgetOfItsLeader() throws Exception {
    try (ScriptedProvider provider = ScriptedProvider.start()) {
      provider.always(ProviderScript.answer(ScriptedAnswer.text("dear")));
      String yaml =
          """
          providers:
            anthropic: { api-key: secret, base-url: "%s" }
          agents:
            boss: { prompt: You lead., tools: [run_agent] }
            kid: { prompt: You follow., model: anthropic/claude-sonnet-4-6, tools: [] }
          """
              .formatted(provider.baseUrl(ProviderDialect.ANTHROPIC));
      ScriptedModel boss = ScriptedModel.of(Turn.calls("run_agent", TASK), Turn.says("poor"));
      try (Gateway gateway = plan(yaml).provider("boss", boss).start()) {
        List<Json> events =
            visitor(gateway).say("ask", ",\"limits\":{\"max_budget_usd\":0.000001}");

        assertThat(provider.calls()).isEmpty();
        assertThat(lastWords(boss.requests().getLast())).contains("budget");
        assertThat(Visitor.types(events)).contains("subagent_finished");
      }
    }
  }

  @Test
  void cancelReachesTheToolOfTheChild() throws Exception {
    Patient patient = new Patient();
    ScriptedModel boss = ScriptedModel.of(Turn.calls("run_agent", TASK));
    ScriptedModel kid = ScriptedModel.of(Turn.calls("wait", "{}"));
    String yaml = "agents: { boss: { prompt: You lead., tools: [run_agent] } }";
    try (Gateway gateway =
        plan(yaml)
            .agent("kid", kid("wait"))
            .provider("boss", boss)
            .provider("kid", kid)
            .tool(patient)
            .start()) {
      Visitor visitor = visitor(gateway);
      Listening stream = visitor.listen("ask", "");
      assertThat(patient.waits()).isTrue();

      visitor.post("/api/chat/cancel", "{}");

      assertThat(patient.stopped()).isTrue();
      assertThat(Visitor.types(stream.rest())).endsWith("cancelled");
    }
  }

  @Test
  void childAsksForApprovalOnTheStreamOfItsLeader() throws Exception {
    ScriptedModel boss = ScriptedModel.of(Turn.calls("run_agent", TASK), Turn.says("paid"));
    ScriptedModel kid = ScriptedModel.of(Turn.calls("pay", "{}"), Turn.says("done"));
    try (Gateway gateway = plan(boss, kid, ", approval: [{ tool: pay }]", "").start()) {
      Visitor visitor = visitor(gateway);
      Listening stream = visitor.listen("ask", "");
      Json asked = stream.until("tool_approval_request");

      assertThat(asked.at("run_path").orElseThrow().asArray().orElseThrow().items()).hasSize(2);
      assertThat(pay.pulls()).isEmpty();
      assertThat(
              visitor
                  .post(
                      "/api/chat/tool-approval",
                      "{\"tool_call_id\":%s,\"nonce\":%s,\"approved\":true}"
                          .formatted(
                              asked.at("tool_call_id").orElseThrow(),
                              asked.at("nonce").orElseThrow()))
                  .statusCode())
          .isEqualTo(200);

      assertThat(own(stream.rest())).isEqualTo("paid");
      assertThat(pay.pulls()).hasSize(1);
    }
  }

  @Test
  void callsOfLeaderAndChildWithOneNameAreToldApart() throws Exception {
    Model boss =
        new Improvising(request ->
            request.messages().size() == 1 ? Turn.calls("run_agent", TASK) : Turn.says("paid"));
    Model kid =
        new Improvising(request ->
            request.messages().size() == 1 ? Turn.calls("pay", "{}") : Turn.says("done"));
    try (Gateway gateway = plan(boss, kid, ", approval: [{ tool: pay }]", "").start()) {
      Visitor visitor = visitor(gateway);
      Listening stream = visitor.listen("ask", "");
      Json asked = stream.until("tool_approval_request");

      assertThat(
              visitor
                  .post(
                      "/api/approvals/" + text(asked, "approval_id"), "{\"decision\":\"approve\"}")
                  .statusCode())
          .isEqualTo(200);

      assertThat(own(stream.rest())).isEqualTo("paid");
      assertThat(pay.pulls()).hasSize(1);
    }
  }

  @RepeatedTest(3)
  void leaderGetsItsAnswerThoughTheGatewayIsRestarted() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ScriptedModel boss = ScriptedModel.of(Turn.calls("run_agent", TASK), Turn.says("so it is"));
    ScriptedModel slow = ScriptedModel.of(Turn.waits(never).thenSays("lost"));
    Visitor before;
    String run;
    try (Gateway gateway = plan(boss, slow, "", "server: { stop-timeout: 100ms }").start()) {
      before = visitor(gateway);
      Listening stream = before.listen("ask", "");
      run = text(stream.until("run_started"), "run_id");
      stream.until("subagent_started");
      stream.until("turn_started");
    }
    ScriptedModel kid = ScriptedModel.of(Turn.says("forty-two"));
    try (Gateway gateway = plan(boss, kid).start()) {
      List<Json> events = before.at(gateway).subscribe("run_id=" + run).rest();

      assertThat(own(events)).isEqualTo("so it is");
      assertThat(lastWords(boss.lastRequest())).contains("forty-two");
      assertThat(of(events, "subagent_started")).hasSize(1);
    }
  }

  @Test
  void endedTaskGoesOnWhenItIsSpokenTo() throws Exception {
    Model boss =
        new Improvising(request ->
            switch (request.messages().size()) {
              case 1 -> Turn.calls("run_agent", TASK);
              case 3 ->
                  Turn.calls(
                      "send_message",
                      "{\"task_id\":\"%s\",\"message\":\"and why?\"}".formatted(task(request)));
              default ->
                  lastWords(request).contains("because") ? Turn.says("I see") : Turn.says("hm");
            });
    ScriptedModel kid = ScriptedModel.of(Turn.says("forty-two"), Turn.says("because"));
    try (Gateway gateway = plan(boss, kid).start()) {
      List<Json> events = visitor(gateway).say("ask");

      assertThat(kid.lastRequest().messages().toString())
          .contains("look it up", "forty-two", "and why?");
      assertThat(own(events)).endsWith("I see");
    }
  }

  @Test
  void taskAtWorkHearsWhatItIsTold() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Model boss =
        new Improvising(request ->
            switch (request.messages().size()) {
              case 1 -> Turn.calls("run_agent", BACKGROUND);
              case 3 ->
                  Turn.calls(
                      "send_message",
                      "{\"task_id\":\"%s\",\"message\":\"hurry\"}".formatted(task(request)));
              default -> {
                go.countDown();
                yield Turn.says("fine");
              }
            });
    ScriptedModel kid =
        ScriptedModel.of(Turn.waits(go).thenCalls("pay", "{}"), Turn.says("as fast as I can"));
    try (Gateway gateway = plan(boss, kid).start()) {
      visitor(gateway).say("ask");

      assertThat(kid.lastRequest().messages().toString()).contains("hurry");
    }
  }

  private static String task(ModelRequest request) {
    Matcher matcher = RUN.matcher(request.messages().toString());
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }
}
