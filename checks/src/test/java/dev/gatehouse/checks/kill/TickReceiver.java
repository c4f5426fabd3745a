package dev.gatehouse.checks.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Where ticks are delivered: it outlives the process that is killed, and remembers which delivery
/// brought which run.
final class TickReceiver implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, Set<String>> deliveries = new ConcurrentHashMap<>();

  private TickReceiver(HttpServer server) {
    this.server = server;
  }

  static TickReceiver start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    TickReceiver receiver = new TickReceiver(server);
    server.createContext("/", receiver::receive);
    server.start();
    return receiver;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      Json body = Json.parse(exchange.getRequestBody().readAllBytes());
      String run = run(body);
      deliveries
          .computeIfAbsent(run, _ -> new TreeSet<>())
          .add(exchange.getRequestHeaders().getFirst("webhook-id"));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static String run(Json body) {
    return body.path("data", "run", "run_id").flatMap(Json::text).orElse("?" + body);
  }

  /// {@return the ids of the deliveries that brought each run}
  Map<String, Set<String>> deliveries() {
    return Map.copyOf(deliveries);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
