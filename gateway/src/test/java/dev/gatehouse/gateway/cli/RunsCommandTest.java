package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
final class RunsCommandTest {

  private final HttpServer server;

  @TempDir private Path folder;

  RunsCommandTest() throws IOException {
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

  private void answer(String path, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private Typed.Result typed(String... args) {
    return Typed.in(folder)
        .with("GATEHOUSE_URL", "http://127.0.0.1:" + server.getAddress().getPort())
        .run(args);
  }

  @Test
  void listNamesEachRunWithItsStatus() {
    answer(
        "/api/runs",
        """
        {"items":[{"run_id":"run_1","status":"waiting","agent":"clerk","created_at":"2030-01-01T00:00:00Z"}]}\
        """);

    assertThat(typed("runs").out()).isEqualTo("run_1  waiting  clerk  2030-01-01T00:00:00Z\n");
  }

  @Test
  void waitsAreLines() {
    answer(
        "/api/runs/run_1/blocked-on",
        """
        {"status":"waiting","waiting_for":[{"kind":"approval","id":"appr_1","since":"2030-01-01T00:00:00Z",
          "age_s":12.5,"expires_at":"2030-01-02T00:00:00Z"}]}\
        """);

    assertThat(typed("runs", "blocked-on", "run_1").out())
        .isEqualTo("approval  appr_1  for 12.5 s  until 2030-01-02T00:00:00Z\n");
  }

  @Test
  void reasonsComeAfterTheirSummaryAndHideNothing() {
    answer(
        "/api/runs/run_1/why",
        """
        {"summary":"It was cancelled.","facts":[{"seq":7,"at":"2030-01-01T00:00:00Z","kind":"cancel_requested",
          "subject":"ann","because":"enough\\u001b[2J","data":{}}]}\
        """);

    assertThat(typed("runs", "why", "run_1").out())
        .startsWith("It was cancelled.\n  7  2030-01-01T00:00:00Z  cancel_requested  ann: enough")
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({
    "cancel run_1, run_1  cancelling",
    "retry run_1, run_2  running",
    "fork run_1 --at-seq 3, run_3  running"
  })
  void ordersSayWhatCameOfThem(String args, String said) {
    answer("/api/runs/run_1/cancel", "{\"status\":\"cancelling\"}");
    answer("/api/runs/run_1/retry", "{\"run_id\":\"run_2\",\"status\":\"running\"}");
    answer("/api/runs/run_1/fork", "{\"run_id\":\"run_3\",\"status\":\"running\"}");

    assertThat(typed(("runs " + args).split(" ")).out()).isEqualTo(said + "\n");
  }

  @Test
  void tailShowsEventsAsLinesWithoutFragments() {
    answer(
        "/api/runs/run_1/events",
        """
        id: 1
        data: {"type":"run_started","run_id":"run_1","ts":"2030-01-01T00:00:00.000Z","run_seq":2,"agent":"clerk"}

        data: {"type":"text_delta","run_id":"run_1","text":"hi"}

        id: 3
        data: {"type":"cancelled","run_id":"run_1","ts":"2030-01-01T00:00:01.000Z","run_seq":3,"reason":"enough","by":"ann"}

        """);

    assertThat(typed("runs", "tail", "run_1").out())
        .isEqualTo(
            """
            2030-01-01T00:00:00.000Z  run_started  {"agent":"clerk"}
            2030-01-01T00:00:01.000Z  cancelled  {"reason":"enough","by":"ann"}
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "fork run_1, fork needs --at-seq",
    "why, why needs an ID",
    "list run_1, list takes no ID",
    "dance run_1, is nothing runs can do"
  })
  void whatCannotBeMeantIsRefused(String args, String message) {
    var result = typed(("runs " + args).split(" "));

    assertThat(result.code()).isEqualTo(Program.USAGE);
    assertThat(result.err()).contains(message);
  }
}
