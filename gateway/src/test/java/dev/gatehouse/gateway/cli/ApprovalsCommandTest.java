package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
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
final class ApprovalsCommandTest {

  private static final String REFUND =
      """
      {"approval_id":"appr_1","status":"open","tool_name":"refund","tool_input":{"euros":"5\u202e0"},
       "reason":"rule 'money'","risk":"irreversible","tainted":true,"agent":"clerk",
       "user_id":"u","expires_at":"2030-01-01T00:00:00Z"}\
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  @TempDir private Path folder;

  ApprovalsCommandTest() throws IOException {
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
  void listShowsWhatIsWantedWithNothingHidden() {
    answer("/api/approvals", 200, "{\"items\":[" + REFUND + "],\"next_cursor\":null}");

    var result = typed("approvals");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            appr_1  open  refund {"euros":"5\\u202e0"}
                rule 'money' (irreversible, after reading what strangers wrote; agent clerk, user u, until 2030-01-01T00:00:00Z)
            """);
    assertThat(asked).containsExactly("/api/approvals?limit=200&status=open Bearer a-key ");
  }

  @Test
  void listFollowsThePages() {
    server.createContext(
        "/api/approvals",
        exchange -> {
          var last = exchange.getRequestURI().getQuery().contains("cursor=appr_1");
          var next = last ? "null" : "\"appr_1\"";
          var bytes =
              ("{\"items\":[" + REFUND + "],\"next_cursor\":" + next + "}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });

    var result = typed("approvals", "list", "--status", "all", "--json");

    var items = Json.parse(result.out()).at("items").flatMap(Json::asArray).orElseThrow();
    assertThat(items.items()).hasSize(2);
  }

  @Test
  void emptyInboxSaysSo() {
    answer("/api/approvals", 200, "{\"items\":[],\"next_cursor\":null}");

    var result = typed("approvals");

    assertThat(result.out()).isEmpty();
    assertThat(result.err()).isEqualTo("nothing is open\n");
  }

  @Test
  void approvalIsSentWithItsScopeAndReason() {
    answer("/api/approvals/appr_1", 200, REFUND.replace("open", "approved"));

    var result =
        typed("approvals", "approve", "appr_1", "--scope", "session", "--reason", "as agreed");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("approved: refund {");
    assertThat(asked)
        .containsExactly(
            "/api/approvals/appr_1 Bearer a-key"
                + " {\"decision\":\"approve\",\"scope\":\"session\",\"reason\":\"as agreed\"}");
  }

  @Test
  void denialOfWhatWasAnsweredFailsWithTheServersWords() {
    answer("/api/approvals/appr_1", 409, "{\"detail\":\"approval \\\"appr_1\\\" is approved\"}");

    var result = typed("approvals", "deny", "appr_1");

    assertThat(result.code()).isEqualTo(Program.USAGE);
    assertThat(result.err()).contains("409").contains("\"appr_1\" is approved");
  }

  @ParameterizedTest
  @CsvSource({
    "approve, approve needs an ID",
    "list appr_1, list takes no ID",
    "deny appr_1 --scope session, deny takes no --scope",
    "forget appr_1, 'forget'"
  })
  void whatCannotBeMeantIsRefusedBeforeTheServerIsAsked(String args, String message) {
    var result = typed(("approvals " + args).split(" "));

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
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
