package dev.gatehouse.protocols.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Seat;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests nobody should send: each is told which field and which value it was.
final class HostileRequestsTest {

  private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  /// A body of `POST /chat` without its braces, and what the answer must say.
  record Wrong(String body, String pointer, String message) {}

  static Stream<Wrong> wrongMessages() {
    return Stream.of(
        new Wrong(HELLO + ",\"on_disconnect\":\"maybe\"", "/on_disconnect", "not \"maybe\""),
        new Wrong(HELLO + ",\"when_busy\":7", "/when_busy", "not 7"),
        new Wrong(HELLO + ",\"limits\":{\"max_turns\":0}", "/limits/max_turns", "not 0"),
        new Wrong(HELLO + ",\"limits\":{\"max_budget_usd\":-2}", "/limits/max_budget_usd", "-2"),
        new Wrong(HELLO + ",\"context\":{\"channel\":5}", "/context/channel", "not a number"),
        new Wrong(HELLO + ",\"context\":{\"history\":\"x\"}", "/context/history", "not \"x\""),
        new Wrong(
            HELLO + ",\"client_tools\":[" + tool("a b") + "]", "/client_tools/0/name", "\"a b\""),
        new Wrong(
            HELLO + ",\"client_tools\":[" + tool("a") + "," + tool("a") + "]",
            "/client_tools/1/name",
            "\"a\" is there already"),
        new Wrong(content("5"), "/messages/0/content", "text or a list of blocks, not a number"),
        new Wrong(
            image("\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"!!\""),
            "/messages/0/content/0/source/data",
            "must be base64"),
        new Wrong(
            image("\"type\":\"base64\",\"media_type\":\"text/html\",\"data\":\"aGk=\""),
            "/messages/0/content/0/source/media_type",
            "not \"text/html\""),
        new Wrong(
            image("\"type\":\"url\",\"url\":\"file:///etc/passwd\""),
            "/messages/0/content/0/source/url",
            "not \"file:///etc/passwd\""));
  }

  private static String tool(String name) {
    return "{\"name\":\"" + name + "\",\"description\":\"d\",\"input_schema\":{}}";
  }

  private static String content(String json) {
    return "\"messages\":[{\"role\":\"user\",\"content\":" + json + "}]";
  }

  private static String image(String source) {
    return content("[{\"type\":\"image\",\"source\":{" + source + "}}]");
  }

  @ParameterizedTest
  @MethodSource("wrongMessages")
  void wrongFieldOfMessageIsNamedWithItsValue(Wrong wrong) throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer = house.post("/api/chat", house.seat().token(), "{" + wrong.body() + "}");

      assertThat(answer.status()).isEqualTo(422);
      Json error =
          answer.body().at("errors").flatMap(Json::asArray).orElseThrow().items().getFirst();
      assertThat(error.at("pointer").flatMap(Json::text)).contains(wrong.pointer());
      assertThat(error.at("message").flatMap(Json::text).orElse("")).contains(wrong.message());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/health?%ff", "/api/health?a=%c3%28", "/api/health?%"})
  void queryThatIsNoUtf8IsTheCallersMistake(String path) throws Exception {
    try (var house = ApiHouse.open()) {
      assertThat(
              WireTest.raw(
                  house, "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 400 ")
          .contains("application/problem+json");
    }
  }

  @Test
  void idempotencyKeyThatIsTooLongIsNoMismatch() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer =
          house.send(
              house
                  .posting("/api/runs", "k", "{\"input\":\"hi\"}")
                  .header("Idempotency-Key", "k".repeat(256))
                  .build());

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text("error")).isEqualTo("bad_request");
      assertThat(answer.text("detail")).contains("Idempotency-Key", "256", "255");
    }
  }

  /// As a client does that reads nothing before it has said everything.
  @ParameterizedTest
  @ValueSource(strings = {"/api/chat/init", "/api/chat", "/api/nowhere"})
  void clientThatSaysTooMuchStillReadsTheAnswer(String path) throws Exception {
    try (var house = ApiHouse.open();
        var socket = new Socket(InetAddress.getLoopbackAddress(), house.server.port())) {
      byte[] piece = new byte[1 << 20];
      int pieces = 12;
      String head =
          String.join(
              "\r\n",
              "POST " + path + " HTTP/1.1",
              "Host: x",
              "Connection: close",
              "Content-Type: application/json",
              "Content-Length: " + (long) pieces * piece.length,
              "",
              "");
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(US_ASCII));
      for (int sent = 0; sent < pieces; sent++) {
        out.write(piece);
        out.flush();
      }

      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 4")
          .contains("application/problem+json");
    }
  }

  @Test
  void inputOfRunIsTextOrObject() throws Exception {
    try (var house = ApiHouse.open()) {
      assertThat(house.post("/api/runs", "k", "{\"input\":[]}").text("detail"))
          .contains("/input must be text or an object, not a list");
    }
  }

  @Test
  void misspeltAgentIsToldTheNearest() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer =
          house.post("/api/chat", house.seat().token(), "{" + HELLO + ",\"agent\":\"asistant\"}");

      assertThat(answer.text("error")).isEqualTo("unknown_agent");
      assertThat(answer.text("detail")).contains("\"asistant\"", "assistant");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/sessions?cursor=zzz, zzz",
    "/api/runs?cursor=zzz, zzz",
    "/api/agents?cursor=zzz, zzz",
    "/api/events?after=zzz, zzz"
  })
  void badCursorIsNamed(String path, String cursor) throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer = house.get(path, "k");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text("error")).isEqualTo("bad_cursor");
      assertThat(answer.text("detail")).contains("\"" + cursor + "\"");
    }
  }

  @Test
  void listsOfTheCatalogComeInPagesToo() throws Exception {
    try (var house = ApiHouse.open()) {
      for (String list : List.of("agents", "tools", "models", "skills", "workflows")) {
        assertThat(house.get("/api/" + list + "?limit=1", "k").status()).isEqualTo(200);
        assertThat(house.get("/api/" + list + "?limit=0", "k").status()).isEqualTo(400);
      }
    }
  }

  @Test
  void deletedSessionIsNotFound() throws Exception {
    try (var house = ApiHouse.open()) {
      Seat seat = house.seat();
      String path = "/api/sessions/" + seat.session();
      house.send(house.request(path, seat.token()).DELETE().build());

      assertThat(house.get(path, "k").status()).isEqualTo(404);
      assertThat(house.get(path + "/messages", "k").status()).isEqualTo(404);
      assertThat(house.send(house.request(path, "k").DELETE().build()).status()).isEqualTo(404);
    }
  }
}
