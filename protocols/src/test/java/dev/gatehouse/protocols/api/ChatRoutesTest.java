package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

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
  void healthNeedsNoKey() throws Exception {
    try (var house = ApiHouse.open()) {
      var answer = house.get("/api/health", "");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("status")).isEqualTo("ok");
    }
  }
}
