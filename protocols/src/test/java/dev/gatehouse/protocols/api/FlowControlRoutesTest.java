package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import org.junit.jupiter.api.Test;

final class FlowControlRoutesTest {

  private static final String HELD =
      """
      {"id": "held", "steps": [
        {"id": "first", "agent": "assistant", "prompt": "hold gate"},
        {"id": "middle", "agent": "assistant", "prompt": "say middle"},
        {"id": "last", "transform": {"ok": true}}]}
      """;

  private static final String WAITING =
      """
      {"id": "waiting", "steps": [
        {"id": "word", "wait": {"signal": "go"}},
        {"id": "last", "transform": {"heard": "{{ steps.word.output }}"}}],
       "output": "{{ steps.last.output.heard }}"}
      """;

  private static final String FAILING =
      """
      {"id": "failing", "steps": [
        {"id": "before", "transform": {"ok": true}},
        {"id": "group", "parallel": [
          {"id": "bad", "agent": "assistant", "prompt": "use nothing"},
          {"id": "good", "transform": {"ok": true}}]}]}
      """;

  private static String begin(ApiHouse house, String document, String id) throws Exception {
    house.post("/api/workflows", "any", document);
    return house
        .post("/api/runs", "any", "{\"workflow\":\"" + id + "\",\"input\":\"x\"}")
        .text("run_id");
  }

  private static Answer ended(ApiHouse house, String run) throws Exception {
    return house.get("/api/runs/" + run + "/wait?timeout=120", "any");
  }

  private static Json status(Answer run, String step) {
    return run.body().path("output", "steps", step, "status").orElse(Json.NULL);
  }

  @Test
  void nodeOfALiveRunIsSkippedAndTheLogSaysByWhom() throws Exception {
    try (var house = ApiHouse.open()) {
      String run = begin(house, HELD, "held");
      house.model.awaitHeld("gate");

      Answer skipped =
          house.post("/api/runs/" + run + "/nodes/middle/skip", "any", "{\"reason\":\"no need\"}");
      house.model.release("gate");
      Answer end = ended(house, run);

      assertThat(skipped.status()).isEqualTo(202);
      assertThat(status(end, "middle")).isEqualTo(Json.of("skipped"));
      assertThat(status(end, "last")).isEqualTo(Json.of("completed"));
      assertThat(
              house
                  .get("/api/runs/" + run + "/events?types=skip_requested", "any")
                  .body()
                  .toString())
          .contains("no need", "\"by\":\"_default\"");
    }
  }

  @Test
  void finishedNodeAndEndedRunAreLeftAlone() throws Exception {
    try (var house = ApiHouse.open()) {
      String run = begin(house, WAITING.replace("\"steps\": [", BEFORE), "waiting");
      house.watch(new Seat("", "any"), "/api/runs/" + run + "/events").until("node_finished");

      Answer finished = house.post("/api/runs/" + run + "/nodes/before/skip", "any", "{}");
      Answer unknown = house.post("/api/runs/" + run + "/nodes/nowhere/skip", "any", "{}");
      house.post("/api/runs/" + run + "/signal", "any", "{\"name\":\"go\"}");
      Answer end = ended(house, run);
      Answer late = house.post("/api/runs/" + run + "/nodes/last/skip", "any", "{}");

      assertThat(finished.status()).isEqualTo(409);
      assertThat(finished.text("error")).isEqualTo("node_finished");
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(end.text("status")).isEqualTo("completed");
      assertThat(late.text("error")).isEqualTo("run_terminal");
    }
  }

  private static final String BEFORE =
      "\"steps\": [{\"id\": \"before\", \"transform\": {\"ok\": true}},";

  @Test
  void signalBringsItsPayload() throws Exception {
    try (var house = ApiHouse.open()) {
      String run = begin(house, WAITING, "waiting");
      Answer waits = house.get("/api/runs/" + run, "any");

      Answer given =
          house.post(
              "/api/runs/" + run + "/signal", "any", "{\"name\":\"go\",\"payload\":{\"n\":1}}");

      assertThat(waits.text("status")).isIn("waiting", "running");
      assertThat(given.status()).isEqualTo(202);
      assertThat(ended(house, run).body().path("output", "output", "n")).contains(Json.of(1));
    }
  }

  @Test
  void stepIsPutIntoALiveRun() throws Exception {
    try (var house = ApiHouse.open()) {
      String run = begin(house, HELD, "held");
      house.model.awaitHeld("gate");
      String nodes = "/api/runs/" + run + "/nodes";

      Answer wrong =
          house.post(nodes, "any", "{\"after\":\"first\",\"step\":{\"id\":\"x\",\"tol\":1}}");
      Answer nowhere =
          house.post(nodes, "any", "{\"after\":\"none\",\"step\":{\"id\":\"x\",\"transform\":{}}}");
      Answer put =
          house.post(
              nodes,
              "any",
              "{\"after\":\"first\",\"reason\":\"more\",\"step\":"
                  + "{\"id\":\"extra\",\"transform\":{\"a\":1}}}");
      house.model.release("gate");

      assertThat(wrong.status()).isEqualTo(422);
      assertThat(wrong.body().toString()).contains("/step/tol");
      assertThat(nowhere.status()).isEqualTo(404);
      assertThat(put.status()).isEqualTo(202);
      assertThat(status(ended(house, run), "extra")).isEqualTo(Json.of("completed"));
    }
  }

  @Test
  void failedStepIsTriedAgainWithoutTheOthers() throws Exception {
    try (var house = ApiHouse.open()) {
      String run = begin(house, FAILING.replace("use nothing", "fail"), "failing");
      Answer failed = ended(house, run);

      Answer again = house.post("/api/runs/" + run + "/nodes/group%2Fbad/retry", "any", "{}");
      Answer end = ended(house, run);
      Answer whole = house.post("/api/runs/" + run + "/retry", "any", "{}");
      Answer last = ended(house, run);

      assertThat(failed.text("status")).isEqualTo("failed");
      assertThat(again.status()).isEqualTo(202);
      assertThat(end.text("status")).isEqualTo("failed");
      assertThat(whole.status()).isEqualTo(202);
      assertThat(
              house.get("/api/runs/" + run + "/events?types=node_started", "any").body().toString())
          .containsOnlyOnce("\"before\",\"attempt\"")
          .matches(log -> log.split("\"group/bad\"").length == 4, "three beginnings of group/bad");
      assertThat(status(last, "before")).isEqualTo(Json.of("completed"));
    }
  }
}
