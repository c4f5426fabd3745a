package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import dev.gatehouse.testkit.InMemoryStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunRoutesTest {

  @Test
  void runThatEndsInTimeIsTheAnswer() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer = house.post("/api/runs", "any", "{\"input\":\"say done\",\"wait\":120}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("status")).isEqualTo("completed");
      assertThat(answer.text("output")).isEqualTo("done");
      assertThat(answer.header("X-Run-Id")).isEqualTo(answer.text("run_id"));
    }
  }

  @Test
  void runGoesOnByItselfAndCanBeWaitedFor() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      Answer begun = house.post("/api/runs", seat.token(), "{\"input\":\"hold a\"}");
      String path = "/api/runs/" + begun.text("run_id");

      Answer early = house.get(path + "/wait?timeout=0", seat.token());
      house.model.release("a");
      Answer late = house.get(path + "/wait?timeout=120", seat.token());

      assertThat(begun.status()).isEqualTo(202);
      assertThat(early.text("status")).isEqualTo("running");
      assertThat(late.text("status")).isEqualTo("completed");
    }
  }

  @Test
  void objectIsAnInputToo() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer = house.post("/api/runs", "any", "{\"input\":{\"a\":1},\"wait\":120}");

      assertThat(answer.text("status")).isEqualTo("completed");
    }
  }

  @Test
  void whatIsNotServedIsRefusedByName() throws Exception {
    try (var house = ApiHouse.open()) {
      for (String field : List.of("callback_url")) {
        Answer answer = house.post("/api/runs", "any", "{\"input\":\"x\",\"" + field + "\":\"y\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().toString()).contains("/" + field);
      }
    }
  }

  @Test
  void sameIdempotencyKeyBeginsOneRun() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();

      Answer first = keyed(house, seat, "{\"input\":\"say a\"}");
      Answer second = keyed(house, seat, "{\"input\":\"say a\"}");
      Answer other = keyed(house, seat, "{\"input\":\"say b\"}");

      assertThat(second.text("run_id")).isEqualTo(first.text("run_id"));
      assertThat(other.status()).isEqualTo(409);
    }
  }

  private static Answer keyed(ApiHouse house, Seat seat, String body) throws Exception {
    return house.send(
        house.posting("/api/runs", seat.token(), body).header("Idempotency-Key", "k").build());
  }

  @Test
  void listCountsByStatusAndFilters() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      house.post("/api/runs", seat.token(), "{\"input\":\"say a\",\"wait\":120}");
      house.post(
          "/api/runs", seat.token(), "{\"input\":\"fail\",\"wait\":120,\"agent\":\"other\"}");

      Answer all = house.get("/api/runs", seat.token());
      Answer failed = house.get("/api/runs?status=failed&agent=other&q=FAIL", seat.token());

      assertThat(all.body().path("counts", "completed")).contains(Json.of(1));
      assertThat(all.body().path("counts", "failed")).contains(Json.of(1));
      assertThat(failed.body().at("items").flatMap(Json::asArray).orElseThrow().items()).hasSize(1);
      assertThat(house.get("/api/runs?status=odd", seat.token()).status()).isEqualTo(400);
      assertThat(house.get("/api/runs?since=yesterday", seat.token()).status()).isEqualTo(400);
      assertThat(house.get("/api/runs?colour=red", seat.token()).text("error"))
          .isEqualTo("unknown_parameter");
    }
  }

  @Test
  void logHasEveryEventButNotThePromptOfTheAgent() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      Answer run = house.post("/api/runs", seat.token(), "{\"input\":\"say a\",\"wait\":120}");
      String path = "/api/runs/" + run.text("run_id") + "/events";

      Answer log = house.get(path, seat.token());
      Answer some = house.get(path + "?types=run_started,run_completed&limit=1", seat.token());
      Answer operator = house.get(path, "any");

      assertThat(log.body().toString()).contains("model_replied").doesNotContain("secret prompt");
      assertThat(operator.body().toString()).contains("secret prompt");
      assertThat(some.body().at("items").flatMap(Json::asArray).orElseThrow().items()).hasSize(1);
      assertThat(some.text("next_cursor")).isNotEmpty();
    }
  }

  @Test
  void streamOfARunIsAskedForByItsMediaType() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      Answer run = house.post("/api/runs", seat.token(), "{\"input\":\"say a\",\"wait\":120}");

      var events = house.watch(seat, "/api/runs/" + run.text("run_id") + "/events").rest();

      assertThat(events.getLast().type()).isEqualTo("stream_complete");
    }
  }

  @Test
  void pausedRunWaitsAndResumedOneGoesOn() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      Answer begun = house.post("/api/runs", seat.token(), "{\"input\":\"hold a\"}");
      String path = "/api/runs/" + begun.text("run_id");
      house.model.awaitHeld("a");

      Answer paused = house.post(path + "/pause", seat.token(), "");
      Answer twice = house.post(path + "/pause", seat.token(), "");
      Answer resumed = house.post(path + "/resume", seat.token(), "{}");
      house.model.release("a");
      Answer ended = house.get(path + "/wait?timeout=120", seat.token());
      Answer late = house.post(path + "/pause", seat.token(), "");

      assertThat(paused.text("status")).isEqualTo("waiting");
      assertThat(twice.status()).isEqualTo(409);
      assertThat(resumed.status()).isEqualTo(202);
      assertThat(ended.text("status")).isEqualTo("completed");
      assertThat(late.text("error")).isEqualTo("run_terminal");
    }
  }

  @Test
  void runPastItsTurnsGoesOnWithHigherLimits() throws Exception {
    try (var house = new ApiHouse(ApiHouse.Plan.plain().with(new EchoTool()))) {
      Seat seat = house.seat();
      Answer limited =
          house.post(
              "/api/runs",
              seat.token(),
              "{\"input\":\"use echo\",\"wait\":120,\"limits\":{\"max_turns\":1}}");
      String path = "/api/runs/" + limited.text("run_id");
      var events = house.watch(seat, path + "/events").rest();

      Answer resumed = house.post(path + "/resume", seat.token(), "{\"limits\":{\"max_turns\":5}}");
      Answer ended = house.get(path + "/wait?timeout=120", seat.token());

      assertThat(limited.text("outcome")).isEqualTo("max_turns");
      assertThat(events)
          .extracting(SseEvents.Sse::type)
          .contains("limit_reached", "max_turns_reached");
      assertThat(resumed.status()).isEqualTo(202);
      assertThat(ended.text("outcome")).isEqualTo("success");
    }
  }

  @Test
  void forkAsksAgainFromAnEvent() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      house.chat(seat, ApiHouse.said("say first")).rest();
      String run =
          house
              .get("/api/runs", seat.token())
              .body()
              .toString()
              .replaceAll(".*(run_[a-z0-9]+).*", "$1");

      Answer fork = house.post("/api/runs/" + run + "/fork", seat.token(), "{\"at_seq\":2}");
      Answer ended =
          house.get("/api/runs/" + fork.text("run_id") + "/wait?timeout=120", seat.token());

      assertThat(fork.status()).isEqualTo(202);
      assertThat(ended.text("output")).isEqualTo("first");
      assertThat(ended.body().path("metadata", "forked_from")).contains(Json.of(run));
      assertThat(
              house.post("/api/runs/" + run + "/fork", seat.token(), "{\"at_seq\":999}").status())
          .isEqualTo(422);
    }
  }

  @Test
  void agentThatFailedIsTriedAgainByANewRunThatKnowsWhatItHadDone() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer failed = house.post("/api/runs", "any", "{\"input\":\"fail\",\"wait\":120}");
      String run = failed.text("run_id");

      Answer again = house.post("/api/runs/" + run + "/retry", "any", "{}");
      Answer ended = house.get("/api/runs/" + again.text("run_id") + "/wait?timeout=120", "any");
      Answer fine = house.post("/api/runs", "any", "{\"input\":\"say a\",\"wait\":120}");
      Answer refused = house.post("/api/runs/" + fine.text("run_id") + "/retry", "any", "{}");

      assertThat(failed.text("status")).isEqualTo("failed");
      assertThat(again.status()).isEqualTo(202);
      assertThat(again.text("run_id")).isNotEqualTo(run);
      assertThat(ended.text("status")).isEqualTo("failed");
      assertThat(ended.body().path("metadata", "retried_from")).contains(Json.of(run));
      assertThat(refused.status()).isEqualTo(409);
    }
  }

  @Test
  void cancelledAgentIsTriedAgain() throws Exception {
    try (var house = ApiHouse.open()) {
      String run = house.post("/api/runs", "any", "{\"input\":\"hold gate\"}").text("run_id");
      house.model.awaitHeld("gate");
      Answer early = house.post("/api/runs/" + run + "/retry", "any", "{}");
      house.post("/api/runs/" + run + "/cancel", "any", "{}");
      house.get("/api/runs/" + run + "/wait?timeout=120", "any");

      Answer again = house.post("/api/runs/" + run + "/retry", "any", "{}");
      Answer ended = house.get("/api/runs/" + again.text("run_id") + "/wait?timeout=120", "any");

      assertThat(early.status()).isEqualTo(409);
      assertThat(ended.text("outcome")).isEqualTo("success");
    }
  }

  @Test
  void cancelOfAnEndedRunIsIdle() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer run = house.post("/api/runs", "any", "{\"input\":\"say a\",\"wait\":120}");

      Answer answer = house.post("/api/runs/" + run.text("run_id") + "/cancel", "any", "{}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("status")).isEqualTo("idle");
      assertThat(house.post("/api/runs/run_no/cancel", "any", "{}").status()).isEqualTo(404);
    }
  }

  @Test
  void delayedRunWaitsItsTimeAcrossARestart() throws Exception {
    InMemoryStore store = new InMemoryStore();
    String id;
    try (var house = new ApiHouse(Plan.plain().over(store))) {
      Answer answer = house.post("/api/runs", "any", "{\"input\":\"say done\",\"delay\":2}");
      id = answer.text("run_id");

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.text("status")).isEqualTo("queued");
    }

    try (var house = new ApiHouse(Plan.plain().over(store))) {
      Answer run = house.get("/api/runs/" + id + "/wait?timeout=120", "any");

      assertThat(run.text("status")).isEqualTo("completed");
      assertThat(Instant.parse(run.text("started_at")))
          .isAfterOrEqualTo(Instant.parse(run.text("due_at")).minusMillis(1));
    }
  }

  @Test
  void delayedRunIsCancelledBeforeItsTime() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer run = house.post("/api/runs", "any", "{\"input\":\"say done\",\"delay\":600}");
      house.post("/api/runs/" + run.text("run_id") + "/cancel", "any", "{}");

      Answer ended = house.get("/api/runs/" + run.text("run_id") + "/wait?timeout=120", "any");

      assertThat(ended.text("status")).isEqualTo("cancelled");
      assertThat(ended.body().at("started_at")).isEmpty();
    }
  }
}
