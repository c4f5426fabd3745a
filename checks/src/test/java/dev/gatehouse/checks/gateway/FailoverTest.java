package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.runtime.DiscardingReader;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ModelConfig;
import dev.gatehouse.gateway.config.PricesConfig;
import dev.gatehouse.gateway.config.ProviderConfig;
import dev.gatehouse.gateway.config.ProviderConfig.Kind;
import dev.gatehouse.gateway.config.Secret;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderFault;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two deployments behind one name, over the wire.
class FailoverTest {

  private static final ScriptedAnswer WHOLE = ScriptedAnswer.text("All ", "is ", "wéll.");

  @TempDir private Path folder;

  private final ScriptedProvider first = ScriptedProvider.start();
  private final ScriptedProvider second = ScriptedProvider.start();

  @Doc("Counts how often it is called")
  record Count(int by) {}

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static ProviderConfig provider(ScriptedProvider behind, Kind kind) {
    ProviderDialect dialect =
        kind == Kind.ANTHROPIC ? ProviderDialect.ANTHROPIC : ProviderDialect.CHAT;
    return ProviderConfig.STANDARD
        .withType(kind)
        .withBaseUrl(behind.baseUrl(dialect).toString())
        .withApiKey(Secret.of("a-key-of-this-provider"));
  }

  private GatehouseConfig config(ModelConfig chain) {
    return GatehouseConfig.STANDARD
        .withProvider("first", provider(first, Kind.ANTHROPIC))
        .withProvider("second", provider(second, Kind.OPENAI_COMPATIBLE))
        .withModel("smart", chain)
        .withAgent("agent", AgentConfig.Local.STANDARD.withModel("smart"));
  }

  private GatewayPlan plan(ModelConfig chain) {
    return plan(config(chain));
  }

  private GatewayPlan plan(GatehouseConfig config) {
    return Gateway.plan()
        .config(config)
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0);
  }

  private static ModelConfig chain() {
    return ModelConfig.of("first/large", "second/small").withAttempts(1);
  }

  private static String text(Json event, String member) {
    return event.at(member).flatMap(Json::text).orElseThrow();
  }

  private static Json only(List<Json> events, String type) {
    return events.stream()
        .filter(each -> Visitor.type(each).equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeploymentThatDiesAmidItsAnswerIsReplacedAndItsTextIsVoid() throws Exception {
    first.always(
        ProviderScript.fault(
            ProviderFault.CLOSED_AMID_STREAM, ScriptedAnswer.text("Half ", "of ", "a word")));
    second.always(ProviderScript.answer(WHOLE));
    try (Gateway gateway = plan(chain()).start()) {
      Visitor visitor = new Visitor(gateway);
      String session = text(Json.parse(visitor.init("").body()), "session_id");

      DiscardingReader reader = new DiscardingReader();
      reader.read(visitor.raw("talk"));

      List<Json> events = reader.events();
      assertThat(Visitor.types(events))
          .containsSubsequence(
              "run_started",
              "turn_started",
              "stream_retry",
              "failover",
              "turn_started",
              "text_delta",
              "turn_complete",
              "stream_complete");
      Json failover = only(events, "failover");
      assertThat(text(failover, "from_model")).isEqualTo("first/large");
      assertThat(text(failover, "to_model")).isEqualTo("second/small");
      assertThat(text(failover, "reason")).isEqualTo("stream_cut");
      assertThat(text(failover, "discard_from"))
          .isEqualTo(text(only(events, "stream_retry"), "discard_from"));
      assertThat(reader.text()).isEqualTo("All is wéll.").isEqualTo(stored(visitor, session));
    }
  }

  private static String stored(Visitor visitor, String session) throws Exception {
    Json messages = visitor.look("/api/sessions/" + session + "/messages");
    List<Json> all = messages.at("items").flatMap(Json::asArray).orElseThrow().items();
    StringBuilder said = new StringBuilder();
    for (Json block : all.getLast().at("content").flatMap(Json::asArray).orElseThrow().items()) {
      said.append(text(block, "text"));
    }
    return said.toString();
  }

  @Test
  void noToolCallIsMadeTwiceWhenTheNextTurnFailsOver() throws Exception {
    AtomicInteger count = new AtomicInteger();
    ScriptedAnswer calling =
        ScriptedAnswer.text("Counting. ")
            .withToolUse("call_1", "count", "{\"by\": 1}")
            .withStop(StopReason.TOOL_USE);
    first
        .then(ProviderScript.fault(ProviderFault.RESET_WITHIN_ARGUMENTS, calling))
        .always(ProviderScript.status(529, "overloaded_error", "busy"));
    second.then(ProviderScript.answer(calling)).always(ProviderScript.answer(WHOLE));
    try (Gateway gateway =
        plan(chain()).tool(Count.class, (by, _) -> Json.of(count.addAndGet(by.by()))).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      DiscardingReader reader = new DiscardingReader();
      reader.read(visitor.raw("count"));

      assertThat(reader.text()).isEqualTo("Counting. All is wéll.");
      assertThat(count).hasValue(1);
      assertThat(Visitor.types(reader.events())).containsOnlyOnce("tool_call_start", "failover");
    }
  }

  @Test
  void theModelThatAnsweredIsPaidAtItsOwnPrice() throws Exception {
    Path prices =
        Files.writeString(
            folder.resolve("prices.json"),
            """
            {"version": "1", "source": "a test", "providers": {
              "first": {"large": {"input": 1000, "output": 5000, "cache_write": 0, "cache_read": 0,
                "context_window": 200000, "max_output": 8000}},
              "second": {"small": {"input": 2, "output": 10, "cache_write": 0, "cache_read": 0,
                "context_window": 200000, "max_output": 8000}}}}
            """);
    first.always(ProviderScript.status(529, "overloaded_error", "busy"));
    second.always(ProviderScript.answer(WHOLE.withUsage(new Usage(1_000, 100, 0, 0, 0))));
    GatehouseConfig priced =
        config(chain()).withPrices(new PricesConfig(Optional.of(prices.toString())));
    try (Gateway gateway = plan(priced).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> events = visitor.say("talk");

      BigDecimal paid =
          events.getLast().path("usage", "estimated_cost").flatMap(Json::number).orElseThrow();
      assertThat(paid).isEqualByComparingTo("0.003");
      Json run = visitor.look("/api/runs/" + text(events.getFirst(), "run_id"));
      assertThat(run.at("cost_usd").flatMap(Json::number).orElseThrow())
          .isEqualByComparingTo("0.003");
      List<BigDecimal> reserved =
          events.stream()
              .filter(event -> Visitor.type(event).equals("turn_started"))
              .map(event -> event.at("reserved_cost").flatMap(Json::number).orElseThrow())
              .toList();
      assertThat(reserved).hasSize(2);
      assertThat(reserved.getFirst()).isGreaterThan(reserved.getLast());
    }
  }

  @Test
  void aRejectedKeyTakesTheDeploymentOut() throws Exception {
    first.always(ProviderScript.status(401, "authentication_error", "no such key"));
    second.always(ProviderScript.answer(WHOLE));
    try (Gateway gateway = plan(chain().withAttempts(5)).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");
      List<Json> once = visitor.say("talk");
      visitor.init("");
      List<Json> again = visitor.say("talk");

      assertThat(text(only(once, "failover"), "reason")).isEqualTo("auth");
      assertThat(Visitor.types(again)).doesNotContain("failover", "stream_retry");
      assertThat(first.calls()).hasSize(1);
      Json smart =
          visitor
              .look("/api/models")
              .at("items")
              .flatMap(Json::asArray)
              .orElseThrow()
              .items()
              .getFirst();
      assertThat(text(smart, "name")).isEqualTo("smart");
      assertThat(text(smart, "strategy")).isEqualTo("priority");
      assertThat(smart.at("chain").flatMap(Json::asArray).orElseThrow().items())
          .extracting(each -> text(each, "model") + " " + text(each, "state"))
          .containsExactly("first/large open", "second/small healthy");
    }
  }

  @Test
  void aLimitedRateIsLeftAloneForAsLongAsItAsks() throws Exception {
    first.always(
        ProviderScript.status(429, "rate_limit_error", "slow down", Map.of("Retry-After", "60")));
    second.always(ProviderScript.answer(WHOLE));
    try (Gateway gateway = plan(chain()).start()) {
      Visitor visitor = new Visitor(gateway);
      for (int time = 0; time < 3; time++) {
        visitor.init("");
        assertThat(Visitor.text(visitor.say("talk"))).isEqualTo("All is wéll.");
      }

      assertThat(first.calls()).hasSize(1);
    }
  }

  @Test
  void aRequestThatIsWrongIsWrongEverywhere() throws Exception {
    first.always(ProviderScript.status(400, "invalid_request_error", "no such parameter"));
    second.always(ProviderScript.answer(WHOLE));
    try (Gateway gateway = plan(chain()).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      Json last = visitor.say("talk").getLast();

      assertThat(text(last, "code")).isEqualTo("bad_request");
      assertThat(second.calls()).isEmpty();
    }
  }

  @Test
  void theCallersOwnKeyThatIsRejectedIsTheCallersToMend() throws Exception {
    first.always(ProviderScript.status(401, "authentication_error", "no such key"));
    second.always(ProviderScript.answer(WHOLE));
    try (Gateway gateway = plan(chain()).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init(",\"anthropic_api_key\":\"a-key-of-the-caller\"");

      Json last = visitor.say("talk").getLast();

      assertThat(text(last, "code")).isEqualTo("auth");
      assertThat(second.calls()).isEmpty();
      assertThat(visitor.look("/api/models").toString())
          .contains("\"state\":\"healthy\"")
          .doesNotContain("\"state\":\"open\"");
    }
  }

  @Test
  void everyKeyOfAProviderIsADeploymentOfItsOwn() throws Exception {
    second
        .then(ProviderScript.status(401, "authentication_error", "no such key"))
        .always(ProviderScript.answer(WHOLE));
    ProviderConfig keyed =
        provider(second, Kind.OPENAI_COMPATIBLE)
            .withKeys(List.of(Secret.of("first-key-of-two"), Secret.of("second-key-of-two")));
    GatehouseConfig config =
        GatehouseConfig.STANDARD
            .withProvider("keyed", keyed)
            .withAgent("agent", AgentConfig.Local.STANDARD.withModel("keyed/small"));
    try (Gateway gateway = plan(config).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> events = visitor.say("talk");

      assertThat(Visitor.text(events)).isEqualTo("All is wéll.");
      assertThat(text(only(events, "failover"), "to_model")).matches("keyed#[12]/small");
      assertThat(second.calls().stream().map(call -> call.header("authorization")))
          .hasSize(2)
          .doesNotHaveDuplicates();
    }
  }
}
