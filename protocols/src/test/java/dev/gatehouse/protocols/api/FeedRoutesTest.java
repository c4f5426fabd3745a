package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import dev.gatehouse.protocols.api.SseEvents.Sse;
import dev.gatehouse.protocols.http.HttpSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class FeedRoutesTest {

  private static final String EVE = "{\"api_key\":\"k\",\"user_id\":\"eve\"}";

  /// Reads on until a run has this status.
  private static List<Sse> until(SseEvents feed, String run, String status) {
    List<Sse> heard = new ArrayList<>();
    do {
      heard.add(feed.next().orElseThrow());
    } while (!is(heard.getLast(), run, status));
    return heard;
  }

  private static boolean is(Sse event, String run, String status) {
    return event.text("run_id").equals(run) && event.text("status").equals(status);
  }

  private static List<String> states(List<Sse> heard) {
    return heard.stream()
        .filter(event -> !event.type().equals("heartbeat"))
        .map(event -> event.type() + " " + event.text("status"))
        .toList();
  }

  private static String say(ApiHouse house, Seat seat, String text) throws Exception {
    return house.chat(seat, ApiHouse.said(text)).rest().getFirst().text("run_id");
  }

  @Test
  void everyStateOfARunIsToldOnceWithTheRunItself() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      SseEvents feed = house.watch(seat, "/api/events");
      assertThat(feed.next().orElseThrow().type()).isEqualTo("feed_live");

      String run = say(house, seat, "say hello");

      List<Sse> heard = until(feed, run, "completed");
      assertThat(states(heard))
          .containsSubsequence("run_changed running", "run_changed completed")
          .doesNotHaveDuplicates();
      assertThat(heard.getLast().data().path("run", "output")).contains(Json.of("hello"));
      assertThat(heard.getLast().text("session_id")).isEqualTo(seat.session());
    }
  }

  @Test
  void feedGoesOnAfterEveryCursor() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      SseEvents feed = house.watch(seat, "/api/events");
      List<Sse> all = new ArrayList<>(List.of(feed.next().orElseThrow()));
      say(house, seat, "say one");
      String run = say(house, seat, "say two");
      all.addAll(until(feed, run, "completed"));

      for (int cut = 1; cut < all.size(); cut++) {
        String cursor = all.get(cut - 1).id().orElseThrow();
        SseEvents again = house.watch(seat, "/api/events?after=" + cursor);
        assertThat(again.next().orElseThrow().type()).isEqualTo("feed_live");
        assertThat(until(again, run, "completed"))
            .as("after %s", cursor)
            .extracting(Sse::data)
            .isEqualTo(all.subList(cut, all.size()).stream().map(Sse::data).toList());
      }
    }
  }

  @Test
  void whatChangedWhileNobodyServedIsToldToWhoeverComesBack() throws Exception {
    var plan = Plan.plain();
    Seat seat;
    String run;
    String cursor;
    try (var house = new ApiHouse(plan)) {
      seat = house.seat();
      SseEvents feed = house.watch(seat, "/api/events");
      feed.next();
      run = house.chat(seat, ApiHouse.said("hold a")).until("run_started").text("run_id");
      cursor = until(feed, run, "running").getLast().id().orElseThrow();
    }

    try (var house = new ApiHouse(plan)) {
      house.model.release("a");
      house.watch(seat, "/api/chat/subscribe?run_id=" + run).rest();

      SseEvents feed = house.watch(seat, "/api/events?after=" + cursor);
      List<Sse> missed = until(feed, run, "completed");

      assertThat(states(missed)).endsWith("run_changed completed");
      assertThat(feed.until("feed_live").id()).isPresent();
    }
  }

  @Test
  void strangersHearNothingAndOperatorsAll() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat ann = house.seat();
      Seat eve = house.init(EVE);
      SseEvents stranger = house.watch(eve, "/api/events");
      SseEvents operator = house.watch(new Seat("", "any"), "/api/events");
      stranger.next();
      operator.next();

      String hers = say(house, ann, "say hello");
      String own = say(house, eve, "say hello");

      assertThat(until(stranger, own, "completed"))
          .allMatch(event -> event.text("run_id").equals(own));
      assertThat(until(operator, own, "completed")).anyMatch(event -> is(event, hers, "completed"));
    }
  }

  @Test
  void malformedCursorIsRefused() throws Exception {
    try (var house = ApiHouse.open()) {
      var answer = house.get("/api/events?after=nonsense", house.seat().token());

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text("error")).isEqualTo("bad_cursor");
    }
  }

  @Test
  void quietFeedGivesSignsOfLifeThatMoveNoCursor() throws Exception {
    var settings = ApiSettings.of(HttpSettings.loopback(0)).withHeartbeat(Duration.ofMillis(100));
    try (var house = new ApiHouse(Plan.plain().with(settings))) {
      SseEvents feed = house.watch(house.seat(), "/api/events");
      feed.next();

      assertThat(feed.until("heartbeat").id()).isEqualTo(Optional.empty());
    }
  }
}
