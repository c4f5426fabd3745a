package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import dev.gatehouse.protocols.api.SseEvents.Sse;
import dev.gatehouse.protocols.http.HttpLimits;
import dev.gatehouse.protocols.http.HttpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Clients that speak HTTP/2 in the clear, where one connection carries many streams.
final class SharedConnectionTest {

  private static final int STREAMS = 60;

  /// What the client's window of 16 MiB does not hold.
  private static final int MORE_THAN_A_WINDOW = 300_000;

  private static ApiHouse house(HttpLimits limits) {
    var http = HttpSettings.loopback(0).withLimits(limits);
    return new ApiHouse(Plan.plain().with(ApiSettings.of(http)));
  }

  /// The first request without a body takes the client's connection to HTTP/2.
  private static Seat upgraded(ApiHouse house) throws Exception {
    Seat seat = house.seat();
    Answer health = house.get("/api/health", "");
    assertThat(health.raw().version()).isEqualTo(HttpClient.Version.HTTP_2);
    return seat;
  }

  private static HttpResponse<InputStream> chat(ApiHouse house, Seat seat, String said)
      throws Exception {
    var answer =
        house.streamed(house.posting("/api/chat", seat.token(), ApiHouse.said(said)).build());
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    return answer;
  }

  @Test
  void oneConnectionCarriesManyStreams() throws Exception {
    try (var house = ApiHouse.open()) {
      upgraded(house);
      List<SseEvents> streams = new ArrayList<>();
      for (int number = 0; number < STREAMS; number++) {
        Seat seat = house.seat();
        var stream = new SseEvents(chat(house, seat, "hold all").body());
        assertThat(stream.until("text_delta").text("text")).isEqualTo("held ");
        streams.add(stream);
      }
      assertThat(house.server.streams()).isEqualTo(STREAMS);

      house.model.release("all");

      for (SseEvents stream : streams) {
        List<Sse> rest = stream.rest();
        assertThat(rest.getFirst().text("text")).isEqualTo("free");
        assertThat(rest.getLast().type()).isEqualTo("stream_complete");
      }
    }
  }

  @Test
  void streamThatUpgradesItsConnectionIsAStreamLikeAllOthers() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      Answer begun = house.post("/api/runs", seat.token(), "{\"input\":\"hold a\"}");
      house.model.awaitHeld("a");
      String path = "/api/chat/subscribe?run_id=" + begun.text("run_id");
      var answer = house.streamed(house.request(path, seat.token()).GET().build());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      var stream = new SseEvents(answer.body());
      stream.until("text_delta");

      house.model.release("a");

      assertThat(stream.rest().getLast().type()).isEqualTo("stream_complete");
    }
  }

  @Test
  void clientThatResetsItsStreamHasLeftAndTheOthersStay() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = upgraded(house);
      Seat other = house.seat();
      var leaving = chat(house, seat, "hold a");
      var staying = new SseEvents(chat(house, other, "hold b").body());
      new SseEvents(leaving.body()).until("text_delta");
      staying.until("text_delta");

      leaving.body().close();
      awaitStreams(house, 1);
      house.model.release("b");

      assertThat(staying.rest().getLast().type()).isEqualTo("stream_complete");
      house.model.release("a");
    }
  }

  @Test
  void clientThatResetsTheStreamItCameWithHasLeft() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      Answer begun = house.post("/api/runs", seat.token(), "{\"input\":\"hold a\"}");
      house.model.awaitHeld("a");
      String path = "/api/chat/subscribe?run_id=" + begun.text("run_id");
      var answer = house.streamed(house.request(path, seat.token()).GET().build());
      new SseEvents(answer.body()).until("text_delta");

      answer.body().close();

      awaitStreams(house, 0);
      house.model.release("a");
    }
  }

  private static void awaitStreams(ApiHouse house, int count) throws Exception {
    for (int time = 0; time < 100_000 && house.server.streams() != count; time++) {
      house.get("/api/health", "");
    }
    assertThat(house.server.streams()).isEqualTo(count);
  }

  @Test
  void waitMayOutlastTheTimeAStreamMayStandStill() throws Exception {
    try (var house = house(HttpLimits.STANDARD.withIdle(Duration.ofMillis(300)))) {
      Seat seat = upgraded(house);
      Answer begun = house.post("/api/runs", seat.token(), "{\"input\":\"hold a\"}");

      Answer answer =
          house.get("/api/runs/" + begun.text("run_id") + "/wait?timeout=2", seat.token());

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("status")).isEqualTo("running");
      house.model.release("a");
    }
  }

  @Test
  void readerThatReadsNothingIsCutOffAndTheOthersStay() throws Exception {
    try (var house = house(HttpLimits.STANDARD.withIdle(Duration.ofSeconds(3)))) {
      Seat seat = upgraded(house);
      var unread = chat(house, seat, "count " + MORE_THAN_A_WINDOW);
      String run = unread.headers().firstValue("X-Run-Id").orElseThrow();

      Answer ended = house.get("/api/runs/" + run + "/wait?timeout=20", seat.token());
      awaitStreams(house, 0);

      assertThat(ended.text("status")).isEqualTo("completed");
      assertThatThrownBy(() -> unread.body().readAllBytes()).isInstanceOf(IOException.class);
      assertThat(house.get("/api/health", "").status()).isEqualTo(200);
    }
  }

  /// The stream is refused, or the connection is closed with it.
  private static boolean takesHeads(ApiHouse house, String value) throws InterruptedException {
    try {
      var request = house.request("/api/health", "").header("X-A", value).GET().build();
      return house.send(request).status() != 431;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void limitsHoldOnEveryStream() throws Exception {
    try (var house = house(HttpLimits.STANDARD.withBody(1_000))) {
      Seat seat = upgraded(house);

      Answer large = house.post("/api/chat", seat.token(), ApiHouse.said("x".repeat(2_000)));
      boolean headsAreTaken = takesHeads(house, "b".repeat(20_000));
      Answer after = house.get("/api/health", "");

      assertThat(large.status()).isEqualTo(413);
      assertThat(headsAreTaken).isFalse();
      assertThat(after.status()).isEqualTo(200);
      assertThat(after.body().at("status").flatMap(Json::text)).contains("ok");
    }
  }
}
