package dev.gatehouse.checks.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A provider on the Anthropic wire that tells the same story however often it is asked: what it
/// says depends only on how many turns lie behind, so that a repeated call continues rightly.
final class StoryProvider implements AutoCloseable {

  /// The tools that each turn calls; a turn beyond them tells the end.
  static final List<List<String>> TURNS =
      List.of(List.of("look", "charge"), List.of("mail"), List.of("charge", "stamp"));

  private static final int PIECES = 20;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(8);

  private final HttpServer server;

  private StoryProvider(HttpServer server) {
    this.server = server;
  }

  static StoryProvider start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/messages", StoryProvider::answer);
    server.start();
    return new StoryProvider(server);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    Json request = Json.parse(exchange.getRequestBody().readAllBytes());
    int turn = turns(request);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      tell(out, turn);
    } catch (IOException gone) {
      exchange.close();
    }
  }

  /// {@return how many assistant turns with tool calls the conversation holds after its last plain
  /// user message}
  private static int turns(Json request) {
    int turns = 0;
    for (Json message : request.at("messages").flatMap(Json::asArray).orElseThrow().items()) {
      boolean results = message.toString().contains("\"tool_result\"");
      boolean user = message.at("role").flatMap(Json::text).orElseThrow().equals("user");
      turns = user && !results ? 0 : results ? turns + 1 : turns;
    }
    return turns;
  }

  private static void tell(OutputStream out, int turn) throws IOException {
    send(
        out,
        "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"story\",\"content\":[],\"usage\":{\"input_tokens\":20,\"output_tokens\":1}}}");
    send(
        out,
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
    for (int piece = 0; piece < PIECES; piece++) {
      LockSupport.parkNanos(PAUSE);
      send(
          out,
          "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"t"
              + turn
              + "p"
              + piece
              + " \\u00e9\\ud83d\\ude00 \"}}");
    }
    send(out, "{\"type\":\"content_block_stop\",\"index\":0}");
    boolean end = turn >= TURNS.size();
    for (int call = 0; !end && call < TURNS.get(turn).size(); call++) {
      call(out, turn, call + 1, TURNS.get(turn).get(call));
    }
    send(
        out,
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
            + (end ? "end_turn" : "tool_use")
            + "\"},\"usage\":{\"output_tokens\":40}}");
    send(out, "{\"type\":\"message_stop\"}");
  }

  private static void call(OutputStream out, int turn, int index, String tool) throws IOException {
    send(
        out,
        "{\"type\":\"content_block_start\",\"index\":"
            + index
            + ",\"content_block\":{\"type\":\"tool_use\",\"id\":\"call_"
            + turn
            + "_"
            + index
            + "\",\"name\":\""
            + tool
            + "\",\"input\":{}}}");
    send(
        out,
        "{\"type\":\"content_block_delta\",\"index\":"
            + index
            + ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"turn\\\":"
            + turn
            + "}\"}}");
    send(out, "{\"type\":\"content_block_stop\",\"index\":" + index + "}");
  }

  private static void send(OutputStream out, String json) throws IOException {
    String type = Json.parse(json).at("type").flatMap(Json::text).orElseThrow();
    out.write(("event: " + type + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
