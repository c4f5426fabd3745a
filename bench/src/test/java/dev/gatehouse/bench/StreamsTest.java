package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.bench.LoadPlan.Target;
import dev.gatehouse.bench.LoadPlan.Until;
import dev.gatehouse.bench.LoadPlan.Volume;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private static final StreamShape PACED = new StreamShape(50, Duration.ofMillis(2));
  private static final StreamShape BURST = StreamShape.burst(5_000);

  private ExecutorService threads;
  private FakeProvider provider;
  private RawRelay raw;
  private VirtualThreadRelay virtual;

  @BeforeEach
  void open() throws IOException {
    threads = Executors.newVirtualThreadPerTaskExecutor();
    provider = FakeProvider.open(0);
    raw = RawRelay.open(0, provider.port());
    virtual = VirtualThreadRelay.open(0, provider.port());
    running(provider::run);
    running(raw::run);
    running(virtual::run);
  }

  @AfterEach
  void close() {
    virtual.close();
    raw.close();
    provider.close();
    threads.close();
  }

  @Test
  void everyPacedDeltaOfTheProviderIsCounted() throws IOException {
    assertComplete(provider.port(), Volume.of(10), PACED);
  }

  @Test
  void everyPacedDeltaPassesBothRelays() throws IOException {
    assertComplete(raw.port(), Volume.of(10), PACED);
    assertComplete(virtual.port(), Volume.of(10), PACED);
  }

  @Test
  void burstsLargerThanTheSocketBuffersAreComplete() throws IOException {
    assertComplete(provider.port(), Volume.of(10), BURST);
    assertComplete(raw.port(), Volume.of(10), BURST);
    assertComplete(virtual.port(), Volume.of(10), BURST);
  }

  @Test
  void manyShortStreamsShareKeptAliveConnections() throws IOException {
    assertComplete(provider.port(), Volume.of(5, 200), StreamShape.burst(1));
    assertComplete(raw.port(), Volume.of(5, 200), StreamShape.burst(1));
    assertComplete(virtual.port(), Volume.of(5, 200), StreamShape.burst(1));
  }

  @Test
  void idleStreamsStayOpenAfterTheirFirstDelta() throws IOException {
    for (int port : new int[] {provider.port(), raw.port(), virtual.port()}) {
      try (var client = LoadClient.open()) {
        var first = client.run(plan(port, Volume.of(20), StreamShape.idle(), Until.HELD_OPEN));
        var second = client.run(plan(port, Volume.of(30), StreamShape.idle(), Until.HELD_OPEN));

        assertThat(first.orFail().counts().events()).isEqualTo(20);
        assertThat(second.orFail().counts().events()).isEqualTo(50);
        assertThat(second.counts().ended()).isZero();
      }
    }
  }

  @Test
  void aStreamWithTooFewDeltasFailsTheLoad() throws IOException {
    var request = MessagesDialect.request(new StreamShape(3, Duration.ZERO));
    var plan =
        new LoadPlan(Target.of(provider.port(), request), Volume.of(1), PACED, Until.STREAMS_END);

    try (var client = LoadClient.open()) {
      assertThat(client.run(plan).failures())
          .singleElement()
          .asString()
          .contains("is short, 3 of 50 deltas");
    }
  }

  @Test
  void aRefusedRequestFailsTheLoadWithTheServersWords() throws IOException {
    var request = LoadPlan.post("/v1/messages", "", "{\"model\":\"other\"}");
    var plan =
        new LoadPlan(Target.of(provider.port(), request), Volume.of(1), PACED, Until.STREAMS_END);

    try (var client = LoadClient.open()) {
      assertThat(client.run(plan).failures())
          .singleElement()
          .asString()
          .contains("400", "the model must look like");
    }
  }

  private static void assertComplete(int port, Volume volume, StreamShape shape)
      throws IOException {
    try (var client = LoadClient.open()) {
      var counts = client.run(plan(port, volume, shape, Until.STREAMS_END)).orFail().counts();

      assertThat(counts.ended()).isEqualTo(volume.streams());
      assertThat(counts.events()).isEqualTo((long) volume.streams() * shape.deltas());
    }
  }

  private static LoadPlan plan(int port, Volume volume, StreamShape shape, Until until) {
    return new LoadPlan(Target.of(port, MessagesDialect.request(shape)), volume, shape, until);
  }

  private void running(Running server) {
    Callable<Void> task =
        () -> {
          server.run();
          return null;
        };
    var _ = threads.submit(task);
  }

  private interface Running {
    void run() throws IOException;
  }
}
