package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Many streams at a time: every event arrives, and none twice. `-Dgatehouse.crowd=2000` for more
/// of them.
final class CrowdTest {

  /// Both ends of a stream are in this process, and what is opened beside needs room too.
  private static final int DESCRIPTORS_PER_STREAM = 4;

  private static final int CROWD =
      Integer.getInteger("gatehouse.crowd", Math.min(500, descriptors() / DESCRIPTORS_PER_STREAM));

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
      assertThat(open.await(1, TimeUnit.MINUTES)).as("every stream has begun").isTrue();
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

  /// {@return how many files and sockets this process may have open}
  private static int descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.clamp(unix.getMaxFileDescriptorCount(), 0, Integer.MAX_VALUE)
        : Integer.MAX_VALUE;
  }

  private static <T> List<Callable<T>> times(Callable<T> task) {
    return java.util.Collections.nCopies(CROWD, task);
  }
}
