package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ProviderConfig;
import dev.gatehouse.gateway.config.Secret;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ReceivedCall;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contexts that pass their agent's threshold, over the wire.
class CompactedContextTest {

  private static final String ON = ",\"context\":{\"history\":\"server\"}";
  private static final String LONG = "word ".repeat(500);
  private static final Usage LARGE = new Usage(5_000, 9, 0, 0, 0);
  private static final ScriptedAnswer FINE = ScriptedAnswer.text("fine");
  private static final ScriptedAnswer SUMMARY = ScriptedAnswer.text("THE ", "SUMMARY");

  @TempDir private Path folder;
  private final ScriptedProvider provider = ScriptedProvider.start();

  @Doc("Looks something up")
  record Look(String at) {}

  @AfterEach
  void stop() {
    provider.close();
  }

  private GatewayPlan plan() {
    ProviderConfig behind =
        ProviderConfig.STANDARD
            .withType(ProviderConfig.Kind.ANTHROPIC)
            .withBaseUrl(provider.baseUrl(ProviderDialect.ANTHROPIC).toString())
            .withApiKey(Secret.of("a-key-of-this-provider"));
    AgentConfig.Local agent =
        AgentConfig.Local.STANDARD
            .withModel("anthropic/large")
            .withCompaction(new AgentConfig.Compaction(1_000));
    return Gateway.plan()
        .config(
            GatehouseConfig.STANDARD.withProvider("anthropic", behind).withAgent("agent", agent))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .tool(Look.class, (look, _) -> Json.of("at " + look.at() + " there is nothing"))
        .port(0);
  }

  @Test
  void longConversationIsSummedUpBeforeItsNextTurnAndGoesOn() throws Exception {
    provider
        .then(ProviderScript.answer(FINE))
        .then(ProviderScript.answer(FINE))
        .then(ProviderScript.answer(SUMMARY))
        .always(ProviderScript.answer(FINE));
    Visitor visitor;
    try (Gateway gateway = plan().start()) {
      visitor = new Visitor(gateway);
      String session = text(Json.parse(visitor.init("").body()), "session_id");
      visitor.say("first " + LONG, ON);
      visitor.say("second " + LONG, ON);

      List<Json> third = visitor.say("third", ON);
      List<Json> fourth = visitor.say("fourth", ON);

      assertThat(Visitor.types(third))
          .containsSubsequence(
              "run_started", "compaction", "turn_started", "text_delta", "stream_complete");
      Json compaction = only(third, "compaction");
      assertThat(number(compaction, "chars")).isEqualTo("THE SUMMARY".length());
      assertThat(number(compaction, "chars_before")).isGreaterThan(5_000);
      assertThat(number(compaction, "chars_after")).isLessThan(100);
      assertThat(Visitor.text(third)).isEqualTo("fine");
      assertThat(Visitor.types(fourth)).doesNotContain("compaction");
      assertThat(provider.calls()).hasSize(5);
      assertThat(sent(2)).contains("left out", "second word").doesNotContain("third");
      assertThat(sent(3)).contains("THE SUMMARY", "third").doesNotContain("word");
      assertThat(sent(4)).contains("THE SUMMARY", "third", "fourth").doesNotContain("word");
      assertThat(
              items(visitor.look("/api/sessions/" + session + "/messages")).getFirst().toString())
          .contains("first word");
    }
    try (Gateway again = plan().start()) {
      visitor.at(again).say("fifth", ON);

      assertThat(sent(5)).contains("THE SUMMARY", "fourth", "fifth").doesNotContain("word");
    }
  }

  @Test
  void runThatGrowsByItsToolsIsSummedUpAsSoonAsSomethingIsOldEnough() throws Exception {
    for (int turn = 1; turn <= 3; turn++) {
      provider.then(ProviderScript.answer(looking(turn)));
    }
    provider.then(ProviderScript.answer(SUMMARY)).always(ProviderScript.answer(FINE));
    try (Gateway gateway = plan().start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> events = visitor.say("look around");

      assertThat(Visitor.types(events).stream().filter("compaction"::equals)).hasSize(1);
      assertThat(Visitor.types(events))
          .containsSubsequence(
              "turn_complete",
              "turn_complete",
              "turn_complete",
              "compaction",
              "turn_started",
              "stream_complete");
      assertThat(Visitor.text(events)).isEqualTo("fine");
      assertThat(provider.calls()).hasSize(5);
      assertThat(sent(3)).contains("look around").doesNotContain("there is nothing");
      assertThat(sent(4)).contains("THE SUMMARY", "at 1 there", "at 3 there");
    }
  }

  /// Three turns always stay, and here they are above the threshold by themselves.
  @Test
  void contextThatStaysLargeIsSummedUpAgainOnlyWhenItHasGrown() throws Exception {
    for (int turn = 1; turn <= 3; turn++) {
      provider.then(ProviderScript.answer(looking(turn)));
    }
    provider.then(ProviderScript.answer(SUMMARY));
    for (int turn = 4; turn <= 7; turn++) {
      provider.then(ProviderScript.answer(looking(turn)));
    }
    provider
        .then(ProviderScript.answer(looking(8).withUsage(new Usage(6_400, 9, 0, 0, 0))))
        .then(ProviderScript.answer(SUMMARY))
        .always(ProviderScript.answer(FINE));
    try (Gateway gateway = plan().start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<String> types =
          Visitor.types(visitor.say("look around")).stream()
              .filter(type -> type.equals("turn_complete") || type.equals("compaction"))
              .toList();

      assertThat(types.stream().filter("compaction"::equals)).hasSize(2);
      assertThat(types.indexOf("compaction")).isEqualTo(3);
      assertThat(types.lastIndexOf("compaction")).isEqualTo(9);
    }
  }

  private static ScriptedAnswer looking(int turn) {
    return ScriptedAnswer.empty()
        .withToolUse("call_" + turn, "look", "{\"at\": \"" + turn + "\"}")
        .withUsage(LARGE);
  }

  private String sent(int call) {
    ReceivedCall received = provider.calls().get(call);
    return received.body().at("messages").orElseThrow().toString();
  }

  private static Json only(List<Json> events, String type) {
    return events.stream()
        .filter(each -> Visitor.type(each).equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static List<Json> items(Json page) {
    return page.at("items").flatMap(Json::asArray).orElseThrow().items();
  }

  private static String text(Json event, String member) {
    return event.at(member).flatMap(Json::text).orElseThrow();
  }

  private static long number(Json event, String member) {
    return event.at(member).flatMap(Json::number).orElseThrow().longValueExact();
  }
}
