package dev.gatehouse.checks.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A service on loopback that says every header it was sent: `/fine` and `/large` with 200,
/// anything else with 401.
final class LeakyService implements AutoCloseable {

  private final HttpServer server;

  LeakyService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String headers = exchange.getRequestHeaders().entrySet().toString().replace('"', '\'');
          String filler = path.equals("/large") ? "x".repeat(300_000) : "";
          byte[] bytes =
              ("{\"error\":{\"message\":\"you sent "
                      + exchange.getRequestURI()
                      + headers
                      + filler
                      + "\"}}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(
              path.equals("/fine") || path.equals("/large") ? 200 : 401, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
