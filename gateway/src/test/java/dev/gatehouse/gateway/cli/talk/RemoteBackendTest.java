package dev.gatehouse.gateway.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.gateway.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class RemoteBackendTest {

  private static final String SEAT =
      "{\"session_token\":\"tok\",\"session_id\":\"sess_1\",\"expires_at\":1,\"user_id\":\"u\"}";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final RemoteBackend backend;

  RemoteBackendTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backend =
        new RemoteBackend(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "a-key");
  }

  @BeforeEach
  void start() {
    answer("/api/chat/init", 200, SEAT);
    server.start();
  }

  @AfterEach
  void stop() {
    backend.close();
    server.stop(0);
  }

  @Test
  void answerIsReadToItsEnd() throws InterruptedException {
    answer(
        "/api/chat",
        200,
        event("1", "\"type\":\"run_started\"")
            + event("2", "\"type\":\"text_delta\",\"text\":\"hi 😀\"")
            + ": heartbeat\n\n"
            + event("3", "\"type\":\"turn_complete\"")
            + event("4", "\"type\":\"stream_complete\",\"stop_reason\":\"max_turns\""));

    assertThat(shown())
        .containsExactly(
            new Shown.Text("hi 😀"), new Shown.TurnDone(), new Shown.Ended(Outcome.MAX_TURNS, ""));
    assertThat(asked.getFirst()).contains("\"api_key\":\"a-key\"");
    assertThat(asked.getLast()).contains("Bearer tok").contains("\"content\":\"hello\"");
  }

  @Test
  void brokenConnectionIsOpenedAgainAtTheLastCursor() throws InterruptedException {
    answer(
        "/api/chat",
        200,
        event("7", "\"type\":\"text_delta\",\"text\":\"one \"")
            + "id: 8\ndata: {\"type\":\"text_del");
    answer(
        "/api/chat/subscribe",
        200,
        event("8", "\"type\":\"text_delta\",\"text\":\"two\"")
            + event("9", "\"type\":\"stream_complete\",\"stop_reason\":\"end_turn\""));

    assertThat(shown())
        .containsExactly(
            new Shown.Text("one "), new Shown.Text("two"), new Shown.Ended(Outcome.SUCCESS, ""));
    assertThat(asked.getLast()).contains("run_id=run_1&after=7");
  }

  @Test
  void eventsOfChildrenAreNotShown() throws InterruptedException {
    answer(
        "/api/chat",
        200,
        "data: {\"type\":\"text_delta\",\"run_id\":\"run_2\",\"text\":\"child\"}\n\n"
            + event("9", "\"type\":\"cancelled\",\"reason\":\"enough\""));

    assertThat(shown()).containsExactly(new Shown.Ended(Outcome.CANCELLED, "enough"));
  }

  @Test
  void approvalIsShownAlsoOfAChildAndAnswered() throws InterruptedException {
    answer("/api/approvals/appr_1", 200, "{}");
    answer(
        "/api/chat",
        200,
        "data: {\"type\":\"tool_approval_request\",\"run_id\":\"run_2\",\"approval_id\":\"appr_1\","
            + "\"tool_call_id\":\"c\",\"tool_name\":\"refund\",\"tool_input\":{\"euros\":5},"
            + "\"reason\":\"money\",\"risk\":\"write\",\"tainted\":false,"
            + "\"allow_persistent_approval\":true}\n\n"
            + event("2", "\"type\":\"cancelled\",\"reason\":\"enough\""));
    var call = new Shown.ToolBegan("c", "refund", "{\"euros\":5}");
    var wanted =
        new Shown.ApprovalWanted("appr_1", "run_2", call, "money", "write", Terms.Standing.ALLOWED);

    assertThat(shown().getFirst()).isEqualTo(wanted);
    try (var answer = backend.talk(Optional.empty()).say("hello")) {
      assertThat(answer.decide(wanted, new LiveAnswer.Word.Session())).isEmpty();
    }
    assertThat(asked.getLast())
        .isEqualTo(
            "/api/approvals/appr_1 Bearer tok {\"decision\":\"approve\",\"scope\":\"session\"}");
  }

  @Test
  void wordThatDoesNotCountSaysWhy() throws InterruptedException {
    answer("/api/approvals/appr_1", 409, "{\"detail\":\"it is denied already\"}");
    answer("/api/chat", 200, event("2", "\"type\":\"cancelled\",\"reason\":\"enough\""));
    var call = new Shown.ToolBegan("c", "refund", "{}");
    var wanted =
        new Shown.ApprovalWanted("appr_1", "run_1", call, "money", "write", Terms.Standing.REFUSED);

    try (var answer = backend.talk(Optional.empty()).say("hello")) {
      assertThat(answer.decide(wanted, new LiveAnswer.Word.No(Optional.empty())))
          .hasValueSatisfying(why -> assertThat(why).contains("it is denied already"));
    }
  }

  @Test
  void judgementsAndOtherAgentsAreALineEach() throws InterruptedException {
    answer(
        "/api/chat",
        200,
        event(
                "1",
                "\"type\":\"interceptor_decision\",\"tool_name\":\"shell\",\"action\":\"warn\","
                    + "\"code\":\"no_rm\",\"message\":\"it deletes\"")
            + event("2", "\"type\":\"subagent_started\",\"agent\":\"critic\",\"task\":\"read\"")
            + event(
                "3", "\"type\":\"tool_approval_resolved\",\"decision\":\"denied\",\"by\":\"ann\"")
            + event("4", "\"type\":\"cancelled\",\"reason\":\"enough\""));

    assertThat(shown())
        .startsWith(
            new Shown.Aside("no_rm warns of shell: it deletes"),
            new Shown.Aside("agent critic begins: read"),
            new Shown.Aside("denied by ann"));
  }

  @Test
  void refusalSaysWhatTheServerSays() {
    answer("/api/chat", 409, "{\"title\":\"Busy\",\"detail\":\"run \\\"x\\\" is active\"}");

    assertThatThrownBy(() -> backend.talk(Optional.empty()).say("hello"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("409")
        .hasMessageContaining("run \"x\" is active");
  }

  private List<Shown> shown() throws InterruptedException {
    var all = new ArrayList<Shown>();
    try (var answer = backend.talk(Optional.empty()).say("hello")) {
      while (all.isEmpty() || !(all.getLast() instanceof Shown.Ended)) {
        answer.next(Duration.ofSeconds(1)).ifPresent(all::add);
      }
    }
    return all;
  }

  private static String event(String id, String members) {
    return "id: " + id + "\ndata: {\"run_id\":\"run_1\"," + members + "}\n\n";
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          note(exchange);
          exchange.getResponseHeaders().add("X-Run-Id", "run_1");
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private void note(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }
}
