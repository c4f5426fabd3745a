package dev.gatehouse.checks.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.checks.kill.Script.Said;
import dev.gatehouse.checks.kill.Script.Use;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A provider on the Anthropic wire that follows a script, slowly enough to be interrupted.
final class StoryProvider implements AutoCloseable {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(8);

  private final HttpServer server;

  private StoryProvider(HttpServer server) {
    this.server = server;
  }

  static StoryProvider start(Script script) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/messages", exchange -> answer(script, exchange));
    server.start();
    return new StoryProvider(server);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(Script script, HttpExchange exchange) throws IOException {
    Said said = script.next(Json.parse(exchange.getRequestBody().readAllBytes()));
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      tell(out, said);
    } catch (IOException gone) {
      exchange.close();
    }
  }

  private static void tell(OutputStream out, Said said) throws IOException {
    send(
        out,
        "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"story\",\"content\":[],\"usage\":{\"input_tokens\":20,\"output_tokens\":1}}}");
    send(
        out,
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
    for (String piece : said.pieces()) {
      LockSupport.parkNanos(PAUSE);
      send(
          out,
          "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
              + Json.of(piece)
              + "}}");
    }
    send(out, "{\"type\":\"content_block_stop\",\"index\":0}");
    int index = 0;
    for (Use use : said.calls()) {
      call(out, ++index, use);
    }
    send(
        out,
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
            + (said.calls().isEmpty() ? "end_turn" : "tool_use")
            + "\"},\"usage\":{\"output_tokens\":40}}");
    send(out, "{\"type\":\"message_stop\"}");
  }

  private static void call(OutputStream out, int index, Use use) throws IOException {
    send(
        out,
        "{\"type\":\"content_block_start\",\"index\":"
            + index
            + ",\"content_block\":{\"type\":\"tool_use\",\"id\":\""
            + use.id()
            + "\",\"name\":\""
            + use.tool()
            + "\",\"input\":{}}}");
    send(
        out,
        "{\"type\":\"content_block_delta\",\"index\":"
            + index
            + ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
            + Json.of(use.input().toString())
            + "}}");
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
