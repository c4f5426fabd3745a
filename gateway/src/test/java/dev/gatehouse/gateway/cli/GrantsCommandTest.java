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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
final class GrantsCommandTest {

  private static final String GRANT =
      """
      {"grant":{"id":"grant_1","scope":"always","tool":"refund","schema":"s","when":"args.euros < 5",
       "agent":"clerk","by":"ann","given":"2030-01-01T00:00:00Z","expires":"2031-01-01T00:00:00Z"}}\
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  @TempDir private Path folder;

  GrantsCommandTest() throws IOException {
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

  @Test
  void listSaysWhatIsAllowedForWhomAndSince() {
    answer("/api/grants", 200, "{\"items\":[" + GRANT + "],\"next_cursor\":null}");

    var result = typed("grants");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            grant_1  always  refund when args.euros < 5
                agent clerk, given by ann at 2030-01-01T00:00:00Z, until 2031-01-01T00:00:00Z
            """);
  }

  @Test
  void revokedGrantIsDeleted() {
    answer("/api/grants/grant_1", 200, "{\"status\":\"revoked\"}");

    var result = typed("grants", "revoke", "grant_1");

    assertThat(result.out()).isEqualTo("revoked: grant_1\n");
    assertThat(asked).containsExactly("DELETE /api/grants/grant_1 Bearer a-key");
  }

  @Test
  void grantNobodyKnowsFailsWithTheServersWords() {
    answer("/api/grants/grant_2", 404, "{\"detail\":\"there is no grant\"}");

    var result = typed("grants", "revoke", "grant_2");

    assertThat(result.code()).isEqualTo(Program.USAGE);
    assertThat(result.err()).contains("there is no grant");
  }

  @ParameterizedTest
  @CsvSource({"revoke, revoke needs an ID", "list grant_1, list takes no ID"})
  void whatCannotBeMeantIsRefusedBeforeTheServerIsAsked(String args, String message) {
    var result = typed(("grants " + args).split(" "));

    assertThat(result.code()).isEqualTo(Program.USAGE);
    assertThat(result.err()).contains(message);
    assertThat(asked).isEmpty();
  }

  private Typed.Result typed(String... args) {
    return Typed.in(folder)
        .with("GATEHOUSE_URL", "http://127.0.0.1:" + server.getAddress().getPort())
        .with("GATEHOUSE_API_KEY", "a-key")
        .run(args);
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
