package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import dev.gatehouse.protocols.http.HttpSettings;
import dev.gatehouse.protocols.http.UserCheck;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChatRoutesTest {

  @Test
  void keyBecomesSessionAndMessageBecomesStream() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();

      List<SseEvents.Sse> events = house.chat(seat, ApiHouse.said("count 3")).rest();

      assertThat(events.stream().map(SseEvents.Sse::type).distinct())
          .containsExactly(
              "run_started", "turn_started", "text_delta", "turn_complete", "stream_complete");
      assertThat(events).allMatch(event -> event.id().isPresent());
      assertThat(events.getLast().data().path("usage", "input_tokens")).contains(Json.of(10));
    }
  }

  @Test
  void streamHasTheHeadersThatProxiesNeed() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();

      HttpResponse<InputStream> answer =
          house.streamed(house.posting("/api/chat", seat.token(), ApiHouse.said("say x")).build());

      assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
      assertThat(answer.headers().firstValue("Cache-Control"))
          .contains("no-cache, no-store, must-revalidate");
      assertThat(answer.headers().firstValue("X-Accel-Buffering")).contains("no");
      assertThat(answer.headers().firstValue("X-Run-Id").orElse("")).startsWith("run_");
      assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
      answer.body().close();
    }
  }

  @Test
  void subscriberSeesTheWholeRunAgain() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      house.chat(seat, ApiHouse.said("say hello")).rest();

      var events = house.watch(seat, "/api/chat/subscribe?session_id=" + seat.session()).rest();

      assertThat(events).extracting(SseEvents.Sse::type).contains("run_started", "text_delta");
      assertThat(events.getLast().type()).isEqualTo("stream_complete");
    }
  }

  @Test
  void toolCallShowsStartChunkOwnEventAndEnd() throws Exception {
    try (var house = new ApiHouse(Plan.plain().with(new EchoTool()))) {
      var seat = house.seat();

      var events = house.chat(seat, ApiHouse.said("use echo")).rest();

      assertThat(events.stream().map(SseEvents.Sse::type))
          .containsSubsequence(
              "tool_call_start",
              "tool_output_chunk",
              "echo.progress",
              "tool_call_complete",
              "turn_complete",
              "stream_complete");
      var end = events.stream().filter(it -> it.type().equals("tool_call_complete")).findFirst();
      assertThat(end.orElseThrow().data().at("error")).contains(Json.NULL);
    }
  }

  @Test
  void failedRunEndsWithItsCode() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();

      var last = house.chat(seat, ApiHouse.said("fail")).rest().getLast();

      assertThat(last.type()).isEqualTo("error");
      assertThat(last.text("code")).isEqualTo("bad_request");
      assertThat(last.text("error")).isEqualTo("the puppet fails");
    }
  }

  @Test
  void busySessionRefusesAndNamesTheRun() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      SseEvents first = house.chat(seat, ApiHouse.said("hold a"));
      String run = first.until("text_delta").text("run_id");

      Answer answer = house.post("/api/chat", seat.token(), ApiHouse.said("say x"));

      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.text("error")).isEqualTo("busy");
      assertThat(answer.text("run_id")).isEqualTo(run);
      house.model.release("a");
      assertThat(first.rest().getLast().type()).isEqualTo("stream_complete");
    }
  }

  @Test
  void messageAfterAClosedStreamTakesItsPlace() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      SseEvents first = house.chat(seat, ApiHouse.said("hold a"));
      String run = first.until("text_delta").text("run_id");
      first.close();

      var second = house.chat(seat, ApiHouse.said("say next")).rest();

      assertThat(second.getLast().type()).isEqualTo("stream_complete");
      var old = house.watch(seat, "/api/chat/subscribe?run_id=" + run).rest().getLast();
      assertThat(old.type()).isEqualTo("cancelled");
      assertThat(old.text("by")).isEqualTo("interrupt");
    }
  }

  @Test
  void runThatAVisitorSawIsNotReplaced() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      SseEvents first = house.chat(seat, ApiHouse.said("hold a"));
      String run = first.until("text_delta").text("run_id");
      SseEvents visitor = house.watch(seat, "/api/chat/subscribe?run_id=" + run);
      visitor.until("text_delta");
      visitor.close();
      first.close();

      Answer answer = house.post("/api/chat", seat.token(), ApiHouse.said("say next"));

      assertThat(answer.status()).isEqualTo(409);
      house.model.release("a");
    }
  }

  @Test
  void queuedMessageIsAnsweredInItsTurn() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      SseEvents first = house.chat(seat, ApiHouse.said("hold a"));
      first.until("text_delta");

      SseEvents second = house.chat(seat, with(ApiHouse.said("say later"), "enqueue"));
      house.model.release("a");

      assertThat(second.rest().getLast().type()).isEqualTo("stream_complete");
      assertThat(first.rest().getLast().type()).isEqualTo("stream_complete");
    }
  }

  @Test
  void steeredMessageJoinsTheActiveRun() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      SseEvents first = house.chat(seat, ApiHouse.said("hold a"));
      String run = first.until("text_delta").text("run_id");

      SseEvents second = house.chat(seat, with(ApiHouse.said("say steered"), "steer"));
      house.model.release("a");
      var events = second.rest();

      assertThat(events).allMatch(event -> event.text("run_id").equals(run));
      assertThat(events.stream().map(event -> event.text("text"))).contains("steered");
      assertThat(events.getLast().type()).isEqualTo("stream_complete");
    }
  }

  @Test
  void interruptCancelsTheActiveRun() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      SseEvents first = house.chat(seat, ApiHouse.said("hold a"));
      first.until("text_delta");

      var second = house.chat(seat, with(ApiHouse.said("say now"), "interrupt")).rest();

      assertThat(second.getLast().type()).isEqualTo("stream_complete");
      assertThat(first.rest().getLast().type()).isEqualTo("cancelled");
    }
  }

  @Test
  void cancelStopsTheActiveRunAndThenThereIsNone() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      SseEvents first = house.chat(seat, ApiHouse.said("hold a"));
      first.until("text_delta");

      Answer cancelled = house.post("/api/chat/cancel", seat.token(), "{\"reason\":\"enough\"}");
      var last = first.rest().getLast();
      Answer again = house.post("/api/chat/cancel", seat.token(), "{}");

      assertThat(cancelled.status()).isEqualTo(202);
      assertThat(cancelled.text("status")).isEqualTo("cancelling");
      assertThat(last.text("reason")).isEqualTo("enough");
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.text("status")).isEqualTo("idle");
    }
  }

  @Test
  void clientThatAskedForItTakesTheRunWithIt() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      String body =
          "{\"on_disconnect\":\"cancel\",\"messages\":[{\"role\":\"user\",\"content\":\"hold"
              + " a\"}]}";
      SseEvents stream = house.chat(seat, body);
      String run = stream.until("text_delta").text("run_id");
      stream.close();

      Answer answer = house.get("/api/runs/" + run + "/wait?timeout=120", seat.token());

      assertThat(answer.text("status")).isEqualTo("cancelled");
    }
  }

  @Test
  void sameIdempotencyKeyShowsTheSameRun() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();

      var first = keyed(house, seat, "say once").rest();
      var second = keyed(house, seat, "say once").rest();
      var other =
          house.send(
              house
                  .posting("/api/chat", seat.token(), ApiHouse.said("say other"))
                  .header("Idempotency-Key", "k1")
                  .build());

      assertThat(second).isEqualTo(first);
      assertThat(other.status()).isEqualTo(409);
      assertThat(other.text("error")).isEqualTo("idempotency_mismatch");
    }
  }

  private static SseEvents keyed(ApiHouse house, Seat seat, String text) throws Exception {
    return new SseEvents(
        house
            .streamed(
                house
                    .posting("/api/chat", seat.token(), ApiHouse.said(text))
                    .header("Idempotency-Key", "k1")
                    .build())
            .body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|422",
        "{\"messages\":[]}|422",
        "{\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]}|422",
        "{\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]}|422",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"video\"}]}]}|422",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"when_busy\":\"wait\"}|422",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"output_schema\":{\"broken\":1}}|422",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"nobody/knows\"}|400",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"puppet/three\"}|400",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"agent\":\"nobody\"}|400",
        "not json|400",
        "{\"messages\":1,\"messages\":2}|400",
      })
  void bodyThatCannotBeMeantIsRefused(String body, int status) throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();

      assertThat(house.post("/api/chat", seat.token(), body).status()).isEqualTo(status);
    }
  }

  @Test
  void unknownFieldsAreIgnored() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      String body =
          "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"say x\"}],"
              + "\"name\":1}],\"temperature\":1}";

      assertThat(house.chat(seat, body).rest().getLast().type()).isEqualTo("stream_complete");
    }
  }

  @Test
  void toolAnswersForUnknownCallsAreNotFoundOnceTheyAreWellFormed() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      String call = "{\"tool_call_id\":\"c\",\"nonce\":\"n\"";

      assertThat(house.post("/api/chat/tool-result", seat.token(), call + "}").status())
          .isEqualTo(422);
      assertThat(
              house.post("/api/chat/tool-result", seat.token(), call + ",\"result\":{}}").status())
          .isEqualTo(404);
      assertThat(house.post("/api/chat/tool-approval", seat.token(), call + "}").status())
          .isEqualTo(422);
      assertThat(
              house
                  .post("/api/chat/tool-approval", seat.token(), call + ",\"approved\":true}")
                  .status())
          .isEqualTo(404);
    }
  }

  @Test
  void cursorThatIsNoneIsRefused() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      house.chat(seat, ApiHouse.said("say hello")).rest();

      for (String cursor : List.of("x", "-1", "999999", "1-2", "1-99999999999-1-1")) {
        Answer answer = house.get("/api/chat/subscribe?after=" + cursor, seat.token());
        assertThat(answer.status()).as(cursor).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("bad_cursor");
      }
    }
  }

  @Test
  void cursorThatCannotBeOfTheRunIsRefusedAndTheRunNamed() throws Exception {
    try (var house = new ApiHouse(Plan.plain().with(new EchoTool()))) {
      var seat = house.seat();
      var foreign = house.chat(seat, ApiHouse.said("use echo")).rest();
      var own = house.chat(seat, ApiHouse.said("say hello")).rest();
      String run = own.getFirst().text("run_id");
      // In both runs there is a place of the first number, in the foreign one alone of the last.
      String first = foreign.getFirst().id().orElseThrow();
      String last = foreign.getLast().id().orElseThrow();
      String reply = own.getLast().id().map(id -> id.substring(0, id.indexOf('.'))).orElseThrow();

      for (String cursor : List.of(first, last, reply + "-" + reply + "-1", reply + ".")) {
        Answer answer =
            house.get("/api/chat/subscribe?run_id=" + run + "&after=" + cursor, seat.token());
        assertThat(answer.status()).as(cursor).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("bad_cursor");
        assertThat(answer.text("detail"))
            .startsWith("\"" + cursor + "\" is no cursor of run \"" + run + "\"; ");
      }
      // Cursors had no mark once.
      assertThat(house.watch(seat, "/api/chat/subscribe?run_id=" + run + "&after=1").rest())
          .isNotEmpty();
    }
  }

  static String with(String body, String whenBusy) {
    return body.substring(0, body.length() - 1) + ",\"when_busy\":\"" + whenBusy + "\"}";
  }

  @Test
  void strictServerWantsTheUserTheTokenIsFor() throws Exception {
    var strict = ApiSettings.of(HttpSettings.loopback(0)).withUsers(UserCheck.STRICT);
    try (var house = new ApiHouse(Plan.plain().with(strict))) {
      var nameless = house.post("/api/chat/init", "", "{\"api_key\":\"k\"}");
      var seat = house.seat();
      var missing = house.post("/api/chat", seat.token(), ApiHouse.said("hello"));
      var other = ApiHouse.said("hello").replaceFirst("\\{", "{\"user_id\":\"bob\",");
      var crossed = house.post("/api/chat", seat.token(), other);

      assertThat(nameless.text("error")).isEqualTo("missing_user_id");
      assertThat(missing.text("error")).isEqualTo("missing_user_id");
      assertThat(crossed.status()).isEqualTo(401);
      assertThat(crossed.text("error")).isEqualTo("cross_user_reuse");
      assertThat(crossed.text("session_user")).isEqualTo("ann");
    }
  }
}
