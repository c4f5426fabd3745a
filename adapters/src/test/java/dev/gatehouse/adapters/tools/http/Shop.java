package dev.gatehouse.adapters.tools.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A web service on loopback that answers as each test wants and remembers what it was sent.
final class Shop implements AutoCloseable {

  private final HttpServer server;
  private final List<Visit> visits = new CopyOnWriteArrayList<>();

  /// What came.
  record Visit(String method, String address, String key, String token, String body) {}

  /// What a test answers.
  interface Clerk {
    void serve(HttpExchange exchange) throws IOException;
  }

  Shop(Clerk clerk) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          visits.add(
              new Visit(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                  String.valueOf(exchange.getRequestHeaders().getFirst("X-Token")),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          clerk.serve(exchange);
          exchange.close();
        });
    server.start();
  }

  static Shop saying(int status, String json) throws IOException {
    return new Shop(exchange -> say(exchange, status, json));
  }

  static void say(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  static void send(HttpExchange exchange, int status, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(status, -1);
  }

  int port() {
    return server.getAddress().getPort();
  }

  String at(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  List<Visit> visits() {
    return visits;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
