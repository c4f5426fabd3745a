package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DeliveriesCommandTest {

  private static final String DEAD =
      """
      {"delivery_id":"dlv_1","status":"dead","event":"run.completed","run_id":"run_1","target":"ops",
       "attempts":12,"last_error":"the service answered 503: \\u001b[2Jbusy"}\
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  @TempDir private Path folder;

  DeliveriesCommandTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private Typed.Result typed(String... words) {
    return Typed.in(folder)
        .with("GATEHOUSE_URL", "http://127.0.0.1:" + server.getAddress().getPort())
        .run(words);
  }

  @Test
  void listShowsWhatHasNotArrivedAndWhy() {
    answer("/api/deliveries", 200, "{\"items\":[" + DEAD + "],\"next_cursor\":null}");

    var result = typed("deliveries");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            dlv_1  dead  run.completed of run_1 to ops
                the service answered 503: [2Jbusy (12 attempts)
            """);
    assertThat(asked).containsExactly("GET /api/deliveries?limit=200&status=pending%2Cdead");
  }

  @Test
  void retryAndDropSayWhatBecameOfIt() {
    answer("/api/deliveries/dlv_1/retry", 200, DEAD.replace("\"dead\"", "\"pending\""));
    answer("/api/deliveries/dlv_1", 200, DEAD.replace("\"dead\"", "\"dropped\""));

    assertThat(typed("deliveries", "retry", "dlv_1").out()).isEqualTo("pending: dlv_1\n");
    assertThat(typed("deliveries", "drop", "dlv_1").out()).isEqualTo("dropped: dlv_1\n");
    assertThat(asked)
        .containsExactly("POST /api/deliveries/dlv_1/retry", "DELETE /api/deliveries/dlv_1");
  }

  @Test
  void aRefusalIsOneLineAndTheCodeOfAMistake() {
    answer("/api/deliveries/dlv_1", 409, "{\"detail\":\"delivery has arrived already\"}");

    var result = typed("deliveries", "drop", "dlv_1");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("delivery has arrived already");
  }

  @Test
  void wordsThatDoNotFitTogetherAreRefused() {
    assertThat(typed("deliveries", "retry").err()).contains("retry needs an ID");
    assertThat(typed("deliveries", "list", "dlv_1").err()).contains("list takes no ID");
  }
}
