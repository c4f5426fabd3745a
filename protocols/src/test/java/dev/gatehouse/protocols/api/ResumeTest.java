package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import dev.gatehouse.protocols.api.SseEvents.Sse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// The rule of the stream: the texts joined over all connections, after the discards, are the
/// stored answer.
final class ResumeTest {

  /// A client that keeps its text as the contract says.
  private static final class Reader {

    private record Part(int index, String text) {}

    private final List<String> ids = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    void hear(List<Sse> events) {
      for (Sse event : events) {
        if (event.data().at("discard_from").isPresent()) {
          int from = ids.indexOf(event.text("discard_from"));
          parts.removeIf(part -> part.index() > from);
        }
        event.id().ifPresent(ids::add);
        if (event.type().equals("text_delta")) {
          parts.add(new Part(ids.size() - 1, event.text("text")));
        }
      }
    }

    String text() {
      var all = new StringBuilder();
      parts.forEach(part -> all.append(part.text()));
      return all.toString();
    }
  }

  private static String counted(int to) {
    var all = new StringBuilder();
    for (int number = 1; number <= to; number++) {
      all.append(number).append(' ');
    }
    return all.toString();
  }

  private static void joinsAtEveryCursor(ApiHouse house, Seat seat, List<Sse> events, String answer)
      throws Exception {
    String run = events.getFirst().text("run_id");
    for (int cut = 1; cut <= events.size(); cut++) {
      List<Sse> seen = events.subList(0, cut);
      if (seen.getLast().id().isEmpty()) {
        continue;
      }
      var reader = new Reader();
      reader.hear(seen);
      String cursor = seen.getLast().id().orElseThrow();
      String path = "/api/chat/subscribe?run_id=" + run + "&after=" + cursor;

      reader.hear(house.watch(seat, path).rest());

      assertThat(reader.text()).as("resumed at %s", cursor).isEqualTo(answer);
    }
  }

  @Test
  void everyCursorOfAFinishedRunJoins() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      List<Sse> events = house.chat(seat, ApiHouse.said("pace 30")).rest();
      assertThat(events.stream().filter(event -> event.type().equals("text_delta")).count())
          .isGreaterThan(1);

      joinsAtEveryCursor(house, seat, events, counted(30));
    }
  }

  @Test
  void everyCursorOfARetriedRunJoins() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      List<Sse> events = house.chat(seat, ApiHouse.said("stumble")).rest();
      assertThat(events).extracting(Sse::type).contains("stream_retry");

      joinsAtEveryCursor(house, seat, events, "second try");
    }
  }

  @Test
  void everyCursorOfARunWithToolsJoins() throws Exception {
    try (var house = new ApiHouse(Plan.plain().with(new EchoTool()))) {
      Seat seat = house.seat();
      List<Sse> events = house.chat(seat, ApiHouse.said("use echo")).rest();

      joinsAtEveryCursor(house, seat, events, "tool done");
    }
  }

  @Test
  void turnBeforeACallThatWasNeverMadeStays() throws Exception {
    var houses = new CopyOnWriteArrayList<ApiHouse>();
    Tool lever = new EchoTool(() -> houses.forEach(house -> house.model.withdraw()));
    try (var house = new ApiHouse(Plan.plain().with(lever))) {
      houses.add(house);
      Seat seat = house.seat();
      List<Sse> events = house.chat(seat, ApiHouse.said("tell echo")).rest();
      var reader = new Reader();
      reader.hear(events);

      assertThat(events.getLast().type()).isEqualTo("error");
      assertThat(events.getLast().text("discard_from"))
          .isEqualTo(only(events, "turn_complete").id().orElseThrow());
      assertThat(reader.text()).isEqualTo("first ");
      joinsAtEveryCursor(house, seat, events, "first ");
    }
  }

  private static Sse only(List<Sse> events, String type) {
    List<Sse> found = events.stream().filter(event -> event.type().equals(type)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void cursorOfALostProcessJoinsInTheNext() throws Exception {
    var plan = Plan.plain();
    var reader = new Reader();
    Seat seat;
    String cursor;
    try (var house = new ApiHouse(plan)) {
      seat = house.seat();
      SseEvents stream = house.chat(seat, ApiHouse.said("hold a"));
      List<Sse> seen = new ArrayList<>();
      while (seen.isEmpty() || !seen.getLast().type().equals("text_delta")) {
        seen.add(stream.next().orElseThrow());
      }
      reader.hear(seen);
      cursor = seen.getLast().id().orElseThrow();
    }

    try (var house = new ApiHouse(plan)) {
      house.model.release("a");
      var rest = house.watch(seat, "/api/chat/subscribe?after=" + cursor).rest();
      reader.hear(rest);

      assertThat(rest.getLast().type()).isEqualTo("stream_complete");
      assertThat(reader.text()).isEqualTo("held free");
    }
  }

  @Test
  void twoReadersOfALiveRunGetTheSame() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      SseEvents first = house.chat(seat, ApiHouse.said("hold a"));
      Sse started = first.until("run_started");
      String path = "/api/chat/subscribe?run_id=" + started.text("run_id") + "&after=";
      SseEvents second = house.watch(seat, path + started.id().orElseThrow());
      Sse turn = second.next().orElseThrow();
      house.model.awaitHeld("a");
      house.model.release("a");

      List<Sse> rest = second.rest();

      assertThat(turn.type()).isEqualTo("turn_started");
      var one = new Reader();
      one.hear(first.rest());
      var two = new Reader();
      two.hear(rest);
      assertThat(two.text()).isEqualTo(one.text()).isEqualTo("held free");
    }
  }

  @Test
  void cursorBeyondWhatWasSaidGetsTheTurnAgain() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      List<Sse> events = house.chat(seat, ApiHouse.said("say hello")).rest();
      String turn = events.get(1).id().orElseThrow();

      int end = turn.indexOf('.');
      String at = turn.substring(0, end);
      String beyond = at + "-" + at + "-999" + turn.substring(end);

      var again = house.watch(seat, "/api/chat/subscribe?after=" + beyond).rest();

      assertThat(again.getFirst().type()).isEqualTo("stream_retry");
      assertThat(again.getFirst().text("discard_from")).isEqualTo(turn);
      assertThat(again.get(1).text("text")).isEqualTo("hello");
    }
  }
}
