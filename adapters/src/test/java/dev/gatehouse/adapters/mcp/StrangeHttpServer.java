package dev.gatehouse.adapters.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// An MCP server over HTTP whose manners a test can change while it runs.
final class StrangeHttpServer implements AutoCloseable {

  final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  final List<String> methods = new CopyOnWriteArrayList<>();
  final List<String> resumed = new CopyOnWriteArrayList<>();
  final CountDownLatch cut = new CountDownLatch(1);
  private final HttpServer server;
  private final Manner manner;
  private final AtomicInteger sessions = new AtomicInteger();
  private final BlockingQueue<String> stream = new LinkedBlockingQueue<>();
  private volatile String session = "";
  private volatile int status = 200;
  private volatile boolean numbered;
  private volatile List<String> tools =
      List.of("echo", "drop", "hang", "ask", "pause", "forgotten", "flicker");
  private final AtomicInteger flickers = new AtomicInteger();
  private final AtomicReference<Json> paused = new AtomicReference<>(Json.NULL);

  /// How the server speaks.
  enum Manner {
    MODERN,
    LEGACY,
    SSE
  }

  private StrangeHttpServer(Manner manner) throws IOException {
    this.manner = manner;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/mcp", this::handle);
    server.start();
  }

  static StrangeHttpServer start(Manner manner) throws IOException {
    return new StrangeHttpServer(manner);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  /// Answers every post with this status from now on.
  void answerWith(int code) {
    status = code;
  }

  /// Forgets the session it gave.
  void forget() {
    session = "none";
  }

  /// Offers other tools, and says so.
  void offer(String... names) {
    tools = List.of(names);
    stream.add(
        new RpcMessage.Notice("notifications/tools/list_changed", Json.object().build())
            .json()
            .toString());
  }

  /// Ends the stream of the older transport.
  void hangUp() {
    stream.add("");
  }

  private void handle(HttpExchange exchange) throws IOException {
    headers.add(Map.copyOf(exchange.getRequestHeaders()));
    try (exchange) {
      if (exchange.getRequestMethod().equals("GET")) {
        follow(exchange);
      } else if (exchange.getRequestMethod().equals("POST")) {
        Json message = Json.parse(exchange.getRequestBody().readAllBytes());
        methods.add(message.at("method").flatMap(Json::text).orElse("answer"));
        post(exchange, message);
      } else {
        methods.add(exchange.getRequestMethod());
        exchange.sendResponseHeaders(200, -1);
      }
    }
  }

  private void follow(HttpExchange exchange) throws IOException {
    if (manner == Manner.MODERN) {
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    String last = value(exchange.getRequestHeaders(), "Last-Event-ID").orElse("");
    if (!last.isEmpty()) {
      resume(exchange, last);
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    if (numbered) {
      write(out, "id: own-7\nretry: 5\ndata:\n\n");
      return;
    }
    if (manner == Manner.SSE) {
      write(out, "event: endpoint\ndata: /mcp?session=1\n\n");
    }
    pour(out);
  }

  /// Goes on with a stream behind one of its events.
  private void resume(HttpExchange exchange, String last) throws IOException {
    resumed.add(last);
    if (last.startsWith("lost")) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    if (last.startsWith("own")) {
      pour(out);
    } else if (flickers.getAndDecrement() > 0) {
      write(out, "id: call-" + (resumed.size() + 1) + "\ndata:\n\n");
    } else {
      String answer = new RpcMessage.Answer(paused.get(), text("at last")).json().toString();
      write(out, "id: call-99\ndata: " + answer + "\n\n");
    }
  }

  /// Begins an answer, and breaks off behind an event with a number.
  private void pause(HttpExchange exchange, Json id, String event, int times) throws IOException {
    paused.set(id);
    flickers.set(times);
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    write(
        exchange.getResponseBody(),
        "id: "
            + event
            + "\nretry: 5\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n\nid: never\ndata: ha");
  }

  /// Numbers what it says unasked, and breaks off at once, so that it must be asked to go on.
  void number() {
    numbered = true;
  }

  private void pour(OutputStream out) throws IOException {
    try {
      String next = stream.take();
      while (!next.isEmpty()) {
        write(out, "data: " + next + "\n\n");
        next = stream.take();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void post(HttpExchange exchange, Json message) throws IOException {
    Json id = message.at("id").orElse(Json.NULL);
    String method = message.at("method").flatMap(Json::text).orElse("");
    boolean stranger =
        !session.isEmpty()
            && !method.equals("initialize")
            && !session.equals(exchange.getRequestHeaders().getFirst(HttpChannel.SESSION));
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
    } else if (stranger && !method.equals("server/discover")) {
      exchange.sendResponseHeaders(404, -1);
    } else if (id.equals(Json.NULL) || method.isEmpty()) {
      exchange.sendResponseHeaders(202, -1);
    } else {
      request(exchange, id, method, message.at("params").orElse(Json.NULL));
    }
  }

  private void request(HttpExchange exchange, Json id, String method, Json params)
      throws IOException {
    switch (method) {
      case "server/discover" -> discover(exchange, id);
      case "initialize" -> initialize(exchange, id);
      case "tools/list" -> answer(exchange, id, Json.obj("tools", list()));
      case "subscriptions/listen" -> {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        pour(exchange.getResponseBody());
      }
      case "tools/call" -> call(exchange, id, params);
      default -> exchange.sendResponseHeaders(404, -1);
    }
  }

  private void discover(HttpExchange exchange, Json id) throws IOException {
    if (manner != Manner.MODERN) {
      exchange.sendResponseHeaders(400, -1);
      return;
    }
    answer(
        exchange,
        id,
        Json.obj(
            "supportedVersions",
            Json.array(Json.of("2026-07-28")),
            "capabilities",
            Json.obj("tools", Json.obj("listChanged", Json.of(true)))));
  }

  private void initialize(HttpExchange exchange, Json id) throws IOException {
    if (manner == Manner.LEGACY) {
      session = "s" + sessions.incrementAndGet();
      exchange.getResponseHeaders().add(HttpChannel.SESSION, session);
    }
    answer(
        exchange,
        id,
        Json.obj(
            "protocolVersion",
            Json.of("2025-11-25"),
            "capabilities",
            Json.obj("tools", Json.obj("listChanged", Json.of(true)))));
  }

  private Json list() {
    List<Json> all = new ArrayList<>();
    tools.forEach(name ->
        all.add(
            Json.obj(
                "name",
                Json.of(name),
                "inputSchema",
                Json.parse(
                    """
                    {"type":"object","properties":{"text":{"type":"string","x-mcp-header":"Text"}}}\
                    """))));
    all.add(
        Json.obj(
            "name",
            Json.of("marked-wrong"),
            "inputSchema",
            Json.parse(
                """
                {"type":"object","properties":{"n":{"type":"number","x-mcp-header":"N"}}}\
                """)));
    return Json.array(all);
  }

  private void call(HttpExchange exchange, Json id, Json params) throws IOException {
    switch (params.at("name").flatMap(Json::text).orElse("")) {
      case "drop" -> {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        write(exchange.getResponseBody(), "data: {\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n\n");
      }
      case "hang" -> hang(exchange);
      case "pause" -> pause(exchange, id, "call-1", 0);
      case "flicker" -> pause(exchange, id, "call-1", 12);
      case "forgotten" -> pause(exchange, id, "lost-1", 0);
      case "ask" -> ask(exchange, id);
      default -> say(exchange, id, params.path("arguments", "text").flatMap(Json::text).orElse(""));
    }
  }

  private void hang(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try {
      while (true) {
        write(exchange.getResponseBody(), ": still here\n\n");
        Thread.onSpinWait();
      }
    } catch (IOException gone) {
      cut.countDown();
    }
  }

  private void ask(HttpExchange exchange, Json id) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    Json question =
        new RpcMessage.Request(
                Json.of("q1"),
                "elicitation/create",
                Json.obj(
                    "message",
                    Json.of("Who?"),
                    "requestedSchema",
                    Json.parse("{\"type\":\"object\"}")))
            .json();
    write(out, "data: " + question + "\n\n");
    while (!methods.contains("answer")) {
      Thread.onSpinWait();
    }
    write(out, "data: " + new RpcMessage.Answer(id, text("answered")).json() + "\n\n");
  }

  private void say(HttpExchange exchange, Json id, String words) throws IOException {
    answer(exchange, id, text(words));
  }

  private static Json.Obj text(String words) {
    return Json.obj(
        "content", Json.array(Json.obj("type", Json.of("text"), "text", Json.of(words))));
  }

  private void answer(HttpExchange exchange, Json id, Json.Obj result) throws IOException {
    String text = new RpcMessage.Answer(id, result).json().toString();
    if (manner == Manner.SSE) {
      exchange.sendResponseHeaders(202, -1);
      stream.add(text);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// {@return a header of the first request for a method}
  Optional<String> header(String method, String name) {
    return headers.stream()
        .filter(all -> value(all, "Mcp-Method").filter(method::equals).isPresent())
        .findFirst()
        .flatMap(all -> value(all, name));
  }

  private static Optional<String> value(Map<String, List<String>> all, String name) {
    return all.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> header.getValue().getFirst())
        .findFirst();
  }

  @Override
  public void close() {
    stream.add("");
    server.stop(0);
    ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
  }
}
