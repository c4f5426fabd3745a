package dev.gatehouse.adapters.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A service on loopback that takes what is posted, and answers as each test wants.
final class PostOffice implements AutoCloseable {

  private final HttpServer server;
  private final List<Taken> taken = new CopyOnWriteArrayList<>();

  /// What came.
  record Taken(String path, Map<String, List<String>> headers, String body) {

    Json json() {
      return Json.parse(body);
    }

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  private PostOffice(int status, Map<String, String> headers, String answer) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> serve(exchange, status, headers, answer));
    server.start();
  }

  static PostOffice saying(int status, String answer) throws IOException {
    return new PostOffice(status, Map.of(), answer);
  }

  static PostOffice saying(int status, String header, String value, String answer)
      throws IOException {
    return new PostOffice(status, Map.of(header, value), answer);
  }

  private void serve(HttpExchange exchange, int status, Map<String, String> headers, String answer)
      throws IOException {
    taken.add(
        new Taken(
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Taken> taken() {
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
