package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.bench.LoadPlan.Target;
import dev.gatehouse.bench.LoadPlan.Until;
import dev.gatehouse.bench.LoadPlan.Volume;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What the load client says about servers that do not deliver what was sent.
class LoadCheckingTest {
  private static final StreamShape TWO = new StreamShape(2, Duration.ZERO);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @Test
  void aStampMayBeCutByAChunkBoundary() throws IOException {
    var report =
        asked(HEAD + "5\r\n@T000\r\nd\r\n0000000000001\r\n12\r\n@T0000000000000002\r\n0\r\n\r\n");

    assertThat(report.orFail().counts().events()).isEqualTo(2);
  }

  @Test
  void aDoubledDeltaIsAFailureThoughTheCountIsRight() throws IOException {
    var report = asked(HEAD + "24\r\n" + "@T0000000000000001".repeat(2) + "\r\n0\r\n\r\n");

    assertThat(report.failures()).singleElement().asString().contains("got delta 1 twice");
  }

  @Test
  void deltasOutOfOrderAreAFailure() throws IOException {
    var report = asked(HEAD + "24\r\n@T0000000000000002@T0000000000000001\r\n0\r\n\r\n");

    assertThat(report.failures()).singleElement().asString().contains("after a later one");
  }

  @Test
  void aStreamWithoutItsLastChunkIsAFailureThoughTheCountIsRight() throws IOException {
    var report = asked(HEAD + "24\r\n@T0000000000000001@T0000000000000002\r\n");

    assertThat(report.failures()).singleElement().asString().contains("was cut by the server");
  }

  @Test
  void aStreamWithoutChunksEndsWithItsConnection() throws IOException {
    var report = asked("HTTP/1.1 200 OK\r\n\r\n@T0000000000000001@T0000000000000002");

    assertThat(report.orFail().counts().ended()).isEqualTo(1);
  }

  /// Answers one request with these bytes and closes the connection.
  private static LoadReport asked(String response) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var client = LoadClient.open()) {
      Callable<Void> answer =
          () -> {
            try (var socket = server.accept()) {
              socket.getInputStream().read(new byte[8_192]);
              socket.getOutputStream().write(response.getBytes(US_ASCII));
            }
            return null;
          };
      var _ = threads.submit(answer);
      var target = Target.of(server.getLocalPort(), MessagesDialect.request(TWO));
      return client.run(new LoadPlan(target, Volume.of(1), TWO, Until.STREAMS_END));
    }
  }
}
