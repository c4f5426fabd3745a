package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import dev.gatehouse.protocols.api.SseEvents.Sse;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.ApiKeys;
import dev.gatehouse.protocols.http.CallerRole;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HumanStepTest {

  private static final String ANN = "ann-secret-0123456789";
  private static final String OPS = "ops-secret-0123456789";

  private static ApiHouse open() {
    return new ApiHouse(
        Plan.plain()
            .with(
                ApiKeys.of(
                    List.of(
                        key("ann", ANN, CallerRole.USER), key("ops", OPS, CallerRole.OPERATOR)))));
  }

  private static ApiKey key(String name, String secret, CallerRole role) {
    return ApiKey.of(name, new ApiKeys.MintedKey(name, secret).sha256(), "acme").withRole(role);
  }

  /// Begins a workflow that asks a human, and waits until it does.
  private static Sse asked(ApiHouse house, String human) throws Exception {
    Answer published =
        house.post(
            "/api/workflows",
            OPS,
            "{\"id\":\"ask\",\"steps\":[{\"id\":\"gate\",\"human\":" + human + "}]}");
    assertThat(published.status()).as(published.body().toString()).isEqualTo(201);
    String run =
        house.post("/api/runs", ANN, "{\"workflow\":\"ask\",\"input\":\"x\"}").text("run_id");
    try (SseEvents stream = house.watch(new Seat("", ANN), "/api/runs/" + run + "/events")) {
      return stream.until("question_asked");
    }
  }

  private static Answer answer(ApiHouse house, Sse question, String key, String body)
      throws Exception {
    return house.post("/api/questions/" + question.text("question_id"), key, body);
  }

  private static Json output(ApiHouse house, Sse question) throws Exception {
    return house
        .get("/api/runs/" + question.text("run_id") + "/wait?timeout=120", ANN)
        .body()
        .path("output", "output")
        .orElse(Json.NULL);
  }

  @Test
  void approvalIsAChoiceThatOnlyTheRoleMayMake() throws Exception {
    try (var house = open()) {
      Sse question =
          asked(house, "{\"ask\":\"approve\",\"prompt\":\"publish?\",\"role\":\"operator\"}");

      Answer user = answer(house, question, ANN, "{\"action\":\"answer\",\"value\":\"approve\"}");
      Answer odd = answer(house, question, OPS, "{\"action\":\"answer\",\"value\":\"maybe\"}");
      Answer boss = answer(house, question, OPS, "{\"action\":\"answer\",\"value\":\"approve\"}");
      Answer late = answer(house, question, OPS, "{\"action\":\"decline\"}");

      assertThat(question.text("kind")).isEqualTo("choose");
      assertThat(question.text("node")).isEqualTo("gate");
      assertThat(question.data().at("choices").orElseThrow().toString())
          .isEqualTo("[\"approve\",\"deny\"]");
      assertThat(user.text("error")).isEqualTo("role_required");
      assertThat(odd.status()).isEqualTo(422);
      assertThat(boss.status()).isEqualTo(200);
      assertThat(late.text("error")).isEqualTo("already_answered");
      assertThat(output(house, question).at("approved")).contains(Json.of(true));
    }
  }

  @Test
  void formMustFitItsSchema() throws Exception {
    try (var house = open()) {
      Sse wrong =
          asked(
              house,
              "{\"ask\":\"form\",\"prompt\":\"p\",\"schema\":{\"type\":\"object\",\"not\":{}}}");
      Answer refused = answer(house, wrong, ANN, "{\"action\":\"answer\",\"value\":{\"a\":1}}");
      Sse right =
          asked(house, "{\"ask\":\"form\",\"prompt\":\"p\",\"schema\":{\"type\":\"object\"}}");
      Answer taken = answer(house, right, ANN, "{\"action\":\"answer\",\"value\":{\"a\":1}}");

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body().toString()).contains("\"/value\"");
      assertThat(taken.status()).isEqualTo(200);
      assertThat(output(house, right)).isEqualTo(Json.obj("a", Json.of(1)));
    }
  }

  @Test
  void questionThatNobodyAnsweredInTimeIsGone() throws Exception {
    try (var house = open()) {
      Sse question =
          asked(
              house,
              "{\"ask\":\"choose\",\"prompt\":\"p\",\"choices\":[\"a\",\"b\"],"
                  + "\"expires\":\"1ms\",\"on-expiry\":\"deny\"}");
      Json output = output(house, question);
      Answer late = answer(house, question, ANN, "{\"action\":\"answer\",\"value\":\"a\"}");

      assertThat(output).isEqualTo(Json.NULL);
      assertThat(late.status()).isEqualTo(410);
    }
  }
}
