package dev.gatehouse.protocols.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.api.ApiHouse.Answer;
import dev.gatehouse.protocols.api.ApiHouse.Plan;
import dev.gatehouse.protocols.http.CrossOrigin;
import dev.gatehouse.protocols.http.HttpLimits;
import dev.gatehouse.protocols.http.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for every route, over raw sockets where a proper client would not do it.
final class WireTest {

  private static final List<String> ROUTES =
      List.of(
          "/schedules",
          "/schedules/{id}",
          "/schedules/{id}/run",
          "/workflows",
          "/workflows/{id}",
          "/workflows/{id}/graph",
          "/runs/{id}/graph",
          "/runs/{id}/nodes",
          "/runs/{id}/nodes/{node}/skip",
          "/runs/{id}/nodes/{node}/retry",
          "/runs/{id}/signal",
          "/runs/{id}/retry",
          "/health",
          "/ready",
          "/openapi.json",
          "/chat/init",
          "/chat",
          "/chat/tool-result",
          "/chat/tool-approval",
          "/chat/subscribe",
          "/chat/cancel",
          "/sessions",
          "/sessions/{id}",
          "/sessions/{id}/messages",
          "/sessions/{id}/fork",
          "/tokens/{jti}",
          "/runs",
          "/runs/{id}",
          "/runs/{id}/events",
          "/runs/{id}/wait",
          "/runs/{id}/blocked-on",
          "/runs/{id}/why",
          "/events",
          "/runs/{id}/cancel",
          "/runs/{id}/pause",
          "/runs/{id}/resume",
          "/runs/{id}/fork",
          "/questions",
          "/questions/{id}",
          "/approvals",
          "/approvals/{id}",
          "/grants",
          "/grants/{id}",
          "/deliveries",
          "/deliveries/{id}",
          "/deliveries/{id}/retry",
          "/agents",
          "/agents/{name}",
          "/files",
          "/artifacts/{id}",
          "/skills",
          "/tools",
          "/models");

  private static ApiHouse house(HttpLimits limits) {
    return new ApiHouse(
        Plan.plain().with(ApiSettings.of(HttpSettings.loopback(0).withLimits(limits))));
  }

  /// Sends bytes and reads until the server closes or has answered.
  static String raw(ApiHouse house, String sent) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), house.server.port())) {
      socket.setSoTimeout(60_000);
      var answer = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        socket.getInputStream().transferTo(answer);
      } catch (SocketException reset) {
        return answer.toString(StandardCharsets.UTF_8);
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyAnswerHasAnIdAndEveryErrorIsAProblem() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer lost = house.get("/api/nothing", "");
      Answer named =
          house.send(house.request("/api/health", "").header("X-Request-Id", "mine-1").build());

      assertThat(lost.status()).isEqualTo(404);
      assertThat(lost.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(lost.header("X-Request-Id")).startsWith("req_");
      assertThat(lost.body().asObject().orElseThrow().members())
          .containsKeys("type", "title", "status", "detail", "error");
      assertThat(named.header("X-Request-Id")).isEqualTo("mine-1");
    }
  }

  @Test
  void wrongMethodSaysWhichAreRight() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer answer =
          house.send(
              house
                  .request("/api/sessions/x", "k")
                  .PUT(HttpRequest.BodyPublishers.noBody())
                  .build());

      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("DELETE, GET");
    }
  }

  @Test
  void badTokensAreRefusedWithOneBodyBeforeAnythingElseIsLookedAt() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      String tampered = seat.token().substring(0, seat.token().length() - 3) + "abc";
      List<Answer> answers =
          List.of(
              house.post("/api/chat", "", "nonsense"),
              house.post("/api/chat", "garbage", "nonsense"),
              house.post("/api/chat", tampered, "nonsense"),
              house.get("/api/sessions?odd=1", "a.b.c"),
              house.send(
                  house
                      .request("/api/sessions", "")
                      .header("Authorization", "Basic eA==")
                      .build()));

      assertThat(answers).extracting(Answer::status).containsOnly(401);
      assertThat(answers.stream().map(answer -> answer.body().toString()).distinct()).hasSize(1);
    }
  }

  @Test
  void bodiesHaveALimitInSizeDepthAndKind() throws Exception {
    try (var house = house(HttpLimits.STANDARD.withBody(1_000))) {
      var seat = house.seat();
      String deep = "[".repeat(70) + "]".repeat(70);
      HttpRequest form =
          house
              .request("/api/chat", seat.token())
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString("a=b"))
              .build();

      Answer large = house.post("/api/chat", seat.token(), ApiHouse.said("x".repeat(2_000)));
      Answer chunked =
          house.send(
              house
                  .request("/api/chat", seat.token())
                  .POST(
                      HttpRequest.BodyPublishers.ofInputStream(
                          () -> new java.io.ByteArrayInputStream(new byte[5_000])))
                  .build());
      Answer nested = house.post("/api/chat", seat.token(), deep);
      Answer otherKind = house.send(form);

      assertThat(large.status()).isEqualTo(413);
      assertThat(chunked.status()).isEqualTo(413);
      assertThat(nested.text("error")).isEqualTo("bad_json");
      assertThat(otherKind.status()).isEqualTo(415);
    }
  }

  @Test
  void headersHaveALimitInSizeAndNumber() throws Exception {
    try (var house = ApiHouse.open()) {
      String many = "X-A: b\r\n".repeat(120);
      String large = "X-A: " + "b".repeat(20_000) + "\r\n";

      assertThat(raw(house, "GET /api/health HTTP/1.1\r\nHost: x\r\n" + many + "\r\n"))
          .startsWith("HTTP/1.1 431")
          .contains("headers_too_large");
      assertThat(raw(house, "GET /api/health HTTP/1.1\r\nHost: x\r\n" + large + "\r\n"))
          .startsWith("HTTP/1.1 431");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/chat HTTP/1.1~Host: x~Content-Length: 4~Transfer-Encoding: chunked~~0~~",
        "POST /api/chat HTTP/1.1~Host: x~Content-Length: 4~Content-Length: 5~~abcd",
        "POST /api/chat HTTP/1.1~Host: x~Content-Length: +4~~abcd",
        "POST /api/chat HTTP/1.1~Host: x~Transfer-Encoding: chunked, identity~~0~~",
        "POST /api/chat HTTP/1.1~Host: x~Transfer-Encoding : chunked~~0~~",
        "GET /api/health HTTP/1.1~~",
        "GET /api/health HTTP/1.1~Host: x~Host: y~~",
        "GET /api/health HTTP/1.1~Host: x~ folded: y~~",
        "GET /api/../api/health HTTP/9.9~Host: x~~",
        "nonsense~~",
      })
  void ambiguousRequestsAreRefusedOnce(String sent) throws Exception {
    try (var house = ApiHouse.open()) {
      String both = sent + "GET /api/health HTTP/1.1~Host: x~~";
      String answer = raw(house, both.replace("~", "\r\n"));

      assertThat(answer).doesNotContain("HTTP/1.1 200");
      assertThat(answer.split("HTTP/1.1 ", -1).length).isLessThanOrEqualTo(2);
      assertThat(answer).matches("(?s)(HTTP/1.1 (400|501|505) .*)?");
    }
  }

  @Test
  void headThatDripsIsCutOff() throws Exception {
    try (var house = house(HttpLimits.STANDARD.withHeaderTime(Duration.ofMillis(800)));
        var socket = new Socket(InetAddress.getLoopbackAddress(), house.server.port())) {
      socket.setSoTimeout(100);
      long begun = System.nanoTime();
      String head = "GET /api/health HTTP/1.1\r\nX-Slow: " + "a".repeat(500);
      boolean closed = false;
      for (int i = 0; i < head.length() && !closed; i++) {
        try {
          socket.getOutputStream().write(head.charAt(i));
          closed = socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException _) {
          closed = false;
        } catch (IOException _) {
          closed = true;
        }
      }

      assertThat(closed).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void pagesFromAnywhereMayCallAServerOnLoopback() throws Exception {
    try (var house = ApiHouse.open()) {
      Answer preflight =
          house.send(
              house
                  .request("/api/chat", "")
                  .header("Origin", "https://app.example.org")
                  .header("Access-Control-Request-Method", "POST")
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                  .build());
      Answer plain =
          house.send(
              house.request("/api/health", "").header("Origin", "https://app.example.org").build());

      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(preflight.header("Access-Control-Allow-Methods"))
          .isEqualTo("GET, POST, PATCH, DELETE, OPTIONS");
      assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Last-Event-ID");
      assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
      assertThat(plain.header("Access-Control-Expose-Headers")).isEqualTo("X-Run-Id, X-Request-Id");
    }
  }

  @Test
  void otherPagesMayNotCallAServerThatNamesItsOwn() throws Exception {
    var cors = new CrossOrigin(List.of("https://good.example.org"));
    var http = HttpSettings.loopback(0).withCrossOrigin(cors);
    try (var house = new ApiHouse(Plan.plain().with(ApiSettings.of(http)))) {
      Answer good = from(house, "https://good.example.org");
      Answer bad = from(house, "https://bad.example.org");

      assertThat(good.header("Access-Control-Allow-Origin")).isEqualTo("https://good.example.org");
      assertThat(good.header("Vary")).isEqualTo("Origin");
      assertThat(bad.header("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  private static Answer from(ApiHouse house, String origin) throws Exception {
    return house.send(house.request("/api/health", "").header("Origin", origin).build());
  }

  @Test
  void prefixMayBeAnotherOrNone() throws Exception {
    var settings = ApiSettings.of(HttpSettings.loopback(0));
    try (var other = new ApiHouse(Plan.plain().with(settings.withPrefix("v1/gate/")));
        var root = new ApiHouse(Plan.plain().with(settings.withPrefix("/")))) {
      assertThat(other.get("/v1/gate/health", "").status()).isEqualTo(200);
      assertThat(other.get("/healthz", "").status()).isEqualTo(200);
      assertThat(other.get("/readyz", "").status()).isEqualTo(200);
      assertThat(root.get("/health", "").status()).isEqualTo(200);
      assertThat(root.get("/api/health", "").status()).isEqualTo(404);
    }
  }

  @Test
  void documentKnowsEveryRouteAndEveryCode() throws Exception {
    try (var house = ApiHouse.open()) {
      Json document = house.get("/api/openapi.json", "").body();
      var paths = document.at("paths").flatMap(Json::asObject).orElseThrow().members();

      assertThat(paths.keySet()).containsExactlyInAnyOrderElementsOf(ROUTES);
      for (var path : paths.entrySet()) {
        for (String method : path.getValue().asObject().orElseThrow().members().keySet()) {
          String uri = "/api" + path.getKey().replaceAll("\\{[a-z]+}", "none");
          assertThat(routed(house, method, uri)).as("%s %s", method, uri).isNotEqualTo(405);
        }
      }
      var codes = document.path("components", "schemas", "Problem", "properties", "error", "enum");
      assertThat(codes.flatMap(Json::asArray).orElseThrow().items())
          .hasSameSizeAs(dev.gatehouse.protocols.http.ProblemCode.values());
    }
  }

  private static int routed(ApiHouse house, String method, String uri) throws Exception {
    var body = HttpRequest.BodyPublishers.noBody();
    return house
        .send(
            house.request(uri, "").method(method.toUpperCase(java.util.Locale.ROOT), body).build())
        .status();
  }

  @Test
  void quietStreamGivesASignOfLifeThatMovesNoCursor() throws Exception {
    var settings = ApiSettings.of(HttpSettings.loopback(0)).withHeartbeat(Duration.ofMillis(100));
    try (var house = new ApiHouse(Plan.plain().with(settings))) {
      var seat = house.seat();
      SseEvents stream = house.chat(seat, ApiHouse.said("hold a"));

      var beat = stream.until("heartbeat");

      assertThat(beat.id()).isEmpty();
      assertThat(beat.data().at("timestamp").flatMap(Json::number)).isPresent();
      house.model.release("a");
      stream.until("stream_complete");
    }
  }

  @Test
  void readerThatReadsNothingIsCutOffAndTheRunGoesOn() throws Exception {
    var limits = HttpLimits.STANDARD.withIdle(Duration.ofSeconds(3));
    try (var house = house(limits)) {
      var seat = house.seat();
      String body = ApiHouse.said("count 1000000");
      String head =
          "POST /api/chat HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + seat.token()
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n";
      try (var socket = new Socket()) {
        socket.setReceiveBufferSize(4_096);
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), house.server.port()));
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        String run = awaitRun(house, seat);

        Answer ended = house.get("/api/runs/" + run + "/wait?timeout=240", seat.token());

        assertThat(ended.text("status")).isEqualTo("completed");
        awaitNoStreams(house);
        assertThat(cutOff(socket.getInputStream())).isTrue();
      }
    }
  }

  private static String awaitRun(ApiHouse house, ApiHouse.Seat seat) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (System.nanoTime() < deadline) {
      var items = house.get("/api/runs", seat.token()).body().at("items").flatMap(Json::asArray);
      if (!items.orElseThrow().items().isEmpty()) {
        return items.get().items().getFirst().at("run_id").flatMap(Json::text).orElseThrow();
      }
    }
    throw new AssertionError("no run began");
  }

  private static void awaitNoStreams(ApiHouse house) throws Exception {
    for (int i = 0; i < 100_000 && house.server.streams() > 0; i++) {
      house.get("/api/health", "");
    }
    assertThat(house.server.streams()).isZero();
  }

  /// Whether the stream broke off before the run's end was shown.
  private static boolean cutOff(InputStream in) {
    try {
      return !new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("stream_complete");
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void waitMayOutlastTheTimeAConnectionMayStandStill() throws Exception {
    try (var house = house(HttpLimits.STANDARD.withIdle(Duration.ofSeconds(1)))) {
      var seat = house.seat();
      Answer begun = house.post("/api/runs", seat.token(), "{\"input\":\"hold a\"}");

      Answer answer =
          house.get("/api/runs/" + begun.text("run_id") + "/wait?timeout=3", seat.token());

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("status")).isEqualTo("running");
      house.model.release("a");
    }
  }

  @Test
  void fullDiskRefusesWhatIsNewAndShowsWhatIsThere() throws Exception {
    try (var house = ApiHouse.open()) {
      var seat = house.seat();
      house.chat(seat, ApiHouse.said("say before")).rest();
      house.disk.fill();

      Answer chat = house.post("/api/chat", seat.token(), ApiHouse.said("say x"));
      Answer init = house.post("/api/chat/init", "", "{\"api_key\":\"k\"}");
      Answer ready = house.get("/api/ready", "");
      Answer list = house.get("/api/runs", seat.token());
      var replay = house.watch(seat, "/api/chat/subscribe").rest();
      house.disk.free();

      for (Answer refused : List.of(chat, init, ready)) {
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("error")).isEqualTo("store_unavailable");
        assertThat(refused.header("Retry-After")).isNotEmpty();
      }
      assertThat(house.get("/api/health", "").status()).isEqualTo(200);
      assertThat(list.status()).isEqualTo(200);
      assertThat(replay.getLast().type()).isEqualTo("stream_complete");
      assertThat(house.chat(seat, ApiHouse.said("say after")).rest().getLast().type())
          .isEqualTo("stream_complete");
    }
  }
}
