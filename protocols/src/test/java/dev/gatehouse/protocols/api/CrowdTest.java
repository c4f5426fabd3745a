package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.protocols.api.ApiHouse.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Many streams at a time: every event arrives, and none twice. `-Dgatehouse.crowd=2000` for more
/// of them.
final class CrowdTest {

  private static final int CROWD = Integer.getInteger("gatehouse.crowd", 500);

  @Test
  void everyOneOfManyConcurrentStreamsIsWhole() throws Exception {
    try (var house = ApiHouse.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Seat> seats = new ArrayList<>();
      for (Future<Seat> seat : threads.invokeAll(times(house::seat))) {
        seats.add(seat.get());
      }
      List<Future<List<SseEvents.Sse>>> streams = new ArrayList<>();
      for (Seat seat : seats) {
        streams.add(
            threads.submit(() -> {
              var stream = house.chat(seat, ApiHouse.said("hold all"));
              List<SseEvents.Sse> all = new ArrayList<>();
              all.add(stream.until("text_delta"));
              open.countDown();
              all.addAll(stream.rest());
              return all;
            }));
      }
      open.await();
      assertThat(house.server.streams()).isEqualTo(CROWD);
      assertThat(house.get("/api/health", "").status()).isEqualTo(200);
      house.model.release("all");

      for (Future<List<SseEvents.Sse>> stream : streams) {
        List<SseEvents.Sse> events = stream.get();
        assertThat(events.stream().map(event -> event.text("text")).reduce("", String::concat))
            .isEqualTo("held free");
        assertThat(events.getLast().type()).isEqualTo("stream_complete");
        assertThat(events.stream().map(SseEvents.Sse::id)).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void everyOneOfManyOnlookersOfOneRunSeesAllOfIt() throws Exception {
    try (var house = ApiHouse.open();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Seat seat = house.seat();
      SseEvents first = house.chat(seat, ApiHouse.said("hold one"));
      String path = "/api/chat/subscribe?run_id=" + first.until("run_started").text("run_id");

      List<Future<String>> texts = new ArrayList<>();
      for (int i = 0; i < CROWD / 5; i++) {
        texts.add(
            threads.submit(() -> {
              var stream = house.watch(seat, path);
              var text = new StringBuilder(stream.until("text_delta").text("text"));
              house.model.release("one");
              stream.rest().forEach(event -> text.append(event.text("text")));
              return text.toString();
            }));
      }

      for (Future<String> text : texts) {
        assertThat(text.get()).isEqualTo("held free");
      }
    }
  }

  private final java.util.concurrent.CountDownLatch open =
      new java.util.concurrent.CountDownLatch(CROWD);

  private static <T> List<Callable<T>> times(Callable<T> task) {
    return java.util.Collections.nCopies(CROWD, task);
  }
}
