package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class ClientToolsTest {

  private static final String TOOLS =
      """
      ,"client_tools":[{"name":"read_page","description":"Reads what the user sees",
        "input_schema":{"type":"object","properties":{"part":{"type":"string"}}}}]\
      """;

  @TempDir private Path folder;
  private final ScriptedModel model =
      ScriptedModel.of(Turn.calls("read_page", "{\"part\":\"top\"}"), Turn.says("I see"));

  private GatewayPlan plan() {
    return plan(AgentConfig.Local.STANDARD);
  }

  private GatewayPlan plan(AgentConfig agent) {
    return Gateway.plan()
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0)
        .provider("fake", model)
        .model("fake/model")
        .agent("a", agent);
  }

  private static Visitor visitor(Gateway gateway) throws Exception {
    Visitor visitor = new Visitor(gateway);
    visitor.init("");
    return visitor;
  }

  private static int answer(Visitor visitor, Json wanted, String nonce, String rest)
      throws Exception {
    return visitor
        .post(
            "/api/chat/tool-result",
            "{\"tool_call_id\":%s,\"nonce\":%s%s}"
                .formatted(wanted.at("tool_call_id").orElseThrow(), Json.of(nonce), rest))
        .statusCode();
  }

  private static String nonce(Json wanted) {
    return wanted.at("nonce").flatMap(Json::text).orElseThrow();
  }

  private String lastWords() {
    Message last = model.lastRequest().messages().getLast();
    return last.content().toString();
  }

  @Test
  void modelGetsWhatTheClientAnswers() throws Exception {
    try (Gateway gateway = plan().start()) {
      Visitor visitor = visitor(gateway);
      Listening stream = visitor.listen("look", TOOLS);
      Json wanted = stream.until("tool_result_request");

      assertThat(wanted.at("tool_input").orElseThrow()).hasToString("{\"part\":\"top\"}");
      String result = ",\"result\":{\"title\":\"News\"}";
      assertThat(answer(visitor, wanted, nonce(wanted), "")).isEqualTo(422);
      assertThat(answer(visitor, wanted, nonce(wanted), result + ",\"error\":\"x\""))
          .isEqualTo(422);
      assertThat(answer(visitor, wanted, "guessed", result)).isEqualTo(409);
      assertThat(answer(visitor, wanted, nonce(wanted), result)).isEqualTo(200);
      List<Json> events = stream.rest();

      assertThat(answer(visitor, wanted, nonce(wanted), result)).isEqualTo(409);
      assertThat(lastWords()).contains("News");
      assertThat(events)
          .filteredOn(event -> Visitor.type(event).startsWith("tool_call_"))
          .hasSize(2)
          .allMatch(event -> event.at("execution_location").equals(Optional.of(Json.of("client"))));
      assertThat(Visitor.types(events))
          .containsSubsequence(
              "tool_call_start", "tool_result_request", "tool_call_complete", "turn_complete");
      assertThat(Visitor.text(events)).isEqualTo("I see");
    }
  }

  @Test
  void modelGetsTheErrorOfTheClient() throws Exception {
    try (Gateway gateway = plan().start()) {
      Visitor visitor = visitor(gateway);
      Listening stream = visitor.listen("look", TOOLS);
      Json wanted = stream.until("tool_result_request");

      assertThat(answer(visitor, wanted, nonce(wanted), ",\"error\":\"no page\"")).isEqualTo(200);

      stream.rest();
      assertThat(lastWords()).contains("no page", "error=true");
    }
  }

  @Test
  void clientThatIsTooLateIsToldSoAndSoIsTheModel() throws Exception {
    var hasty = AgentConfig.Local.STANDARD.withClientToolsExpire(Duration.ofMillis(200));
    try (Gateway gateway = plan(hasty).start()) {
      Visitor visitor = visitor(gateway);
      Listening stream = visitor.listen("look", TOOLS);
      Json wanted = stream.until("tool_result_request");

      List<Json> events = stream.rest();

      assertThat(events.toString()).contains("client_tool_expired");
      assertThat(lastWords()).contains("client_tool_expired", "error=true");
      assertThat(Visitor.text(events)).isEqualTo("I see");
      assertThat(answer(visitor, wanted, nonce(wanted), ",\"result\":\"News\"")).isEqualTo(410);
    }
  }

  @Test
  void unknownCallIsNotFound() throws Exception {
    try (Gateway gateway = plan().start()) {
      Visitor visitor = visitor(gateway);

      assertThat(
              visitor
                  .post(
                      "/api/chat/tool-result",
                      "{\"tool_call_id\":\"call_9\",\"nonce\":\"n\",\"result\":1}")
                  .statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void clientThatWasAwayFindsTheRequestAgain() throws Exception {
    try (Gateway gateway = plan().start()) {
      Visitor visitor = visitor(gateway);
      Json first;
      try (Listening stream = visitor.listen("look", TOOLS)) {
        first = stream.until("tool_result_request");
      }

      Listening back =
          visitor.subscribe("run_id=" + first.at("run_id").flatMap(Json::text).orElseThrow());
      Json wanted = back.until("tool_result_request");

      assertThat(wanted).isEqualTo(first);
      assertThat(answer(visitor, wanted, nonce(wanted), ",\"result\":\"News\"")).isEqualTo(200);
      assertThat(Visitor.text(back.rest())).isEqualTo("I see");
    }
  }

  @Test
  void requestSurvivesARestart() throws Exception {
    Visitor before;
    Json wanted;
    try (Gateway gateway = plan().start()) {
      before = visitor(gateway);
      wanted = before.listen("look", TOOLS).until("tool_result_request");
    }
    try (Gateway gateway = plan().start()) {
      Visitor visitor = before.at(gateway);

      assertThat(answer(visitor, wanted, nonce(wanted), ",\"result\":\"News\"")).isEqualTo(200);

      String run = wanted.at("run_id").flatMap(Json::text).orElseThrow();
      assertThat(Visitor.text(visitor.subscribe("run_id=" + run).rest())).isEqualTo("I see");
      assertThat(lastWords()).contains("News");
    }
  }
}
