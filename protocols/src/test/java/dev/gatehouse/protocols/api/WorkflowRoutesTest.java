package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.SseEvents.Sse;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.ApiKeys;
import dev.gatehouse.protocols.http.CallerRole;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkflowRoutesTest {

  private static final String SECRET_ANN = "ann-secret-0123456789";
  private static final String SECRET_OPS = "ops-secret-0123456789";
  private static final String SECRET_ELSE = "else-secret-0123456789";

  private static final String CHAIN =
      """
      {"id": "chain", "steps": [
        {"id": "draft", "agent": "assistant", "prompt": "say draft of {{ input }}"},
        {"id": "final", "transform": {"text": "{{ steps.draft.output }}!"}}],
       "output": "{{ steps.final.output.text }}"}
      """;

  private static ApiHouse withKeys() {
    return new ApiHouse(
        Plan.plain()
            .with(
                ApiKeys.of(
                    List.of(
                        key("ann", SECRET_ANN, "acme", CallerRole.USER),
                        key("ops", SECRET_OPS, "acme", CallerRole.OPERATOR),
                        key("else", SECRET_ELSE, "other", CallerRole.OPERATOR)))));
  }

  private static ApiKey key(String name, String secret, String tenant, CallerRole role) {
    return ApiKey.of(name, new ApiKeys.MintedKey(name, secret).sha256(), tenant).withRole(role);
  }

  private static Answer publish(ApiHouse house, String document) throws Exception {
    return house.post("/api/workflows", "any", document);
  }

  private static Answer run(ApiHouse house, String body) throws Exception {
    return house.post("/api/runs", "any", body);
  }

  @Test
  void versionsCountFromOneByWhatIsSaid() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer first = publish(house, CHAIN);
      Answer same = publish(house, CHAIN.replace("{\"id\": \"chain\",", "{  \"id\":\"chain\" ,"));
      Answer other = publish(house, CHAIN.replace("!", "?"));

      assertThat(first.status()).isEqualTo(201);
      assertThat(first.number("version")).isEqualTo(1);
      assertThat(same.status()).isEqualTo(200);
      assertThat(same.number("version")).isEqualTo(1);
      assertThat(same.text("digest")).isEqualTo(first.text("digest")).hasSize(64);
      assertThat(other.status()).isEqualTo(201);
      assertThat(other.number("version")).isEqualTo(2);
      assertThat(house.get("/api/workflows/chain", "any").number("version")).isEqualTo(2);
      assertThat(house.get("/api/workflows/chain?version=1", "any").text("digest"))
          .isEqualTo(first.text("digest"));
      assertThat(house.get("/api/workflows/chain?version=3", "any").status()).isEqualTo(404);
      assertThat(house.get("/api/workflows", "any").body().toString())
          .contains("\"id\":\"chain\",\"version\":2")
          .doesNotContain("\"version\":1");
    }
  }

  @Test
  void publishedAgainWithItsKeyGetsTheFirstAnswerAgain() throws Exception {
    try (var house = ApiHouse.open()) {
      HttpRequest first =
          house.posting("/api/workflows", "any", CHAIN).header("Idempotency-Key", "one").build();
      HttpRequest other =
          house
              .posting("/api/workflows", "any", CHAIN.replace("!", "?"))
              .header("Idempotency-Key", "one")
              .build();

      assertThat(house.send(first).status()).isEqualTo(201);
      assertThat(house.send(first).status()).isEqualTo(201);
      assertThat(house.send(other).text("error")).isEqualTo("idempotency_mismatch");
      assertThat(house.get("/api/workflows/chain", "any").number("version")).isEqualTo(1);
    }
  }

  @Test
  void workflowMayBeginWithoutInput() throws Exception {
    try (var house = ApiHouse.open()) {
      publish(
          house,
          "{\"id\":\"still\",\"steps\":[{\"id\":\"a\",\"transform\":{\"given\":\"{{ input"
              + " }}\"}}]}");

      Answer run = run(house, "{\"workflow\":\"still\",\"wait\":120}");

      assertThat(run.status()).isEqualTo(200);
      assertThat(run.body().toString()).contains("{\"given\":{}}");
    }
  }

  @Test
  void versionsSurviveARestart() throws Exception {
    var plan = Plan.plain();
    try (var house = new ApiHouse(plan)) {
      publish(house, CHAIN);
    }

    try (var house = new ApiHouse(plan)) {
      assertThat(publish(house, CHAIN).status()).isEqualTo(200);
      assertThat(publish(house, CHAIN.replace("!", "?")).number("version")).isEqualTo(2);
    }
  }

  @Test
  void badDocumentIsRefusedWithThePointer() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer =
          publish(
              house,
              """
              {"id": "bad", "steps": [{"id": "a", "agent": "assistant", "promt": "x"}]}
              """);

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body().toString()).contains("/steps/0/promt");
    }
  }

  @Test
  void onlyOperatorsPublishAndOnlyTheirTenantSeesIt() throws Exception {
    try (var house = withKeys()) {
      Answer user = house.post("/api/workflows", SECRET_ANN, CHAIN);
      Answer operator = house.post("/api/workflows", SECRET_OPS, CHAIN);

      assertThat(user.status()).isEqualTo(403);
      assertThat(user.text("error")).isEqualTo("role_required");
      assertThat(operator.status()).isEqualTo(201);
      assertThat(house.get("/api/workflows/chain", SECRET_ANN).status()).isEqualTo(200);
      assertThat(house.get("/api/workflows/chain", SECRET_ELSE).status()).isEqualTo(404);
      assertThat(house.post("/api/workflows", SECRET_ELSE, CHAIN).number("version")).isEqualTo(1);
    }
  }

  @Test
  void runOfAWorkflowYieldsItsOutput() throws Exception {
    try (var house = ApiHouse.open()) {
      publish(house, CHAIN);

      Answer run = run(house, "{\"workflow\":\"chain\",\"input\":\"x\",\"wait\":120}");

      assertThat(run.text("status")).isEqualTo("completed");
      assertThat(run.text("workflow_id")).isEqualTo("chain");
      assertThat(run.number("version")).isEqualTo(1);
      assertThat(run.text("kind")).isEqualTo("workflow");
      assertThat(run.body().path("output", "output")).contains(Json.of("draft of x!"));
      assertThat(run.body().path("output", "success")).contains(Json.of(true));
      assertThat(run.body().path("output", "steps", "draft", "status"))
          .contains(Json.of("completed"));
      assertThat(house.get("/api/runs?workflow=chain", "any").body().toString())
          .contains(run.text("run_id"));
      assertThat(house.get("/api/runs?workflow=other", "any").body().toString())
          .doesNotContain(run.text("run_id"));
    }
  }

  @Test
  void streamShowsTheNodes() throws Exception {
    try (var house = ApiHouse.open()) {
      publish(house, CHAIN);
      Answer run = run(house, "{\"workflow\":\"chain\",\"input\":\"x\"}");

      try (SseEvents stream =
          house.watch(
              new ApiHouse.Seat("", "any"), "/api/runs/" + run.text("run_id") + "/events")) {
        List<Sse> events = stream.rest();
        List<Sse> nodes = events.stream().filter(it -> it.type().startsWith("node_")).toList();

        assertThat(nodes)
            .extracting(it -> it.type() + " " + it.text("workflow_id") + " " + it.text("path"))
            .containsExactly(
                "node_started chain draft",
                "node_finished chain draft",
                "node_started chain final",
                "node_finished chain final");
        assertThat(events.getLast().type()).isEqualTo("stream_complete");
      }
    }
  }

  @Test
  void graphShowsStepsAndOfARunTheirStatus() throws Exception {
    try (var house = ApiHouse.open()) {
      publish(house, CHAIN);
      Answer run = run(house, "{\"workflow\":\"chain\",\"input\":\"x\",\"wait\":120}");

      var picture = house.raw(house.request("/api/workflows/chain/graph", "any").GET().build());
      Answer json = house.get("/api/workflows/chain/graph?format=json", "any");
      Answer live = house.get("/api/runs/" + run.text("run_id") + "/graph?format=json", "any");

      assertThat(picture.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
      assertThat(new String(picture.body(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("flowchart", "draft");
      assertThat(json.body().toString()).contains("\"path\":\"draft\"").doesNotContain("status");
      assertThat(live.body().toString()).contains("\"status\":\"completed\"");
      assertThat(house.get("/api/workflows/chain/graph?format=svg", "any").status()).isEqualTo(400);
    }
  }

  @Test
  void inputMustFitTheSchema() throws Exception {
    try (var house = ApiHouse.open()) {
      publish(house, CHAIN.replace("\"steps\"", "\"input\": {\"not\": {}}, \"steps\""));

      Answer wrong = run(house, "{\"workflow\":\"chain\",\"input\":\"x\"}");

      assertThat(wrong.status()).isEqualTo(422);
      assertThat(wrong.body().toString()).contains("\"/input\"");
    }
  }

  @Test
  void workflowThatIsNotThereOrNotAloneIsRefused() throws Exception {
    try (var house = ApiHouse.open()) {
      publish(house, CHAIN);

      assertThat(run(house, "{\"workflow\":\"none\",\"input\":\"x\"}").status()).isEqualTo(404);
      assertThat(
              run(house, "{\"workflow\":\"chain\",\"agent\":\"assistant\",\"input\":\"x\"}")
                  .status())
          .isEqualTo(422);
      assertThat(run(house, "{\"version\":1,\"input\":\"x\"}").status()).isEqualTo(422);
    }
  }
}
