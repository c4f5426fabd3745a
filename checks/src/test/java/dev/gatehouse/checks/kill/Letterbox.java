package dev.gatehouse.checks.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A receiver that outlives the server that is killed. It remembers what came before it answers,
/// takes its time, and is out of order every fifth time.
final class Letterbox implements AutoCloseable {

  private static final long WORK = TimeUnit.MILLISECONDS.toNanos(40);

  private final HttpServer server;
  private final List<Letter> letters = new CopyOnWriteArrayList<>();
  private final AtomicInteger visits = new AtomicInteger();

  /// A letter that came, taken or not.
  ///
  /// @param taken whether the answer was a yes
  record Letter(String path, String id, String run, String type, boolean taken) {}

  Letterbox() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Letter> letters() {
    return letters;
  }

  private void take(HttpExchange exchange) throws IOException {
    Json body = Json.parse(exchange.getRequestBody().readAllBytes());
    boolean broken = visits.incrementAndGet() % 5 == 0;
    letters.add(
        new Letter(
            exchange.getRequestURI().getPath(),
            String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")),
            body.path("data", "run", "run_id").flatMap(Json::text).orElseThrow(),
            body.at("type").flatMap(Json::text).orElseThrow(),
            !broken));
    LockSupport.parkNanos(WORK);
    try (exchange) {
      exchange.getResponseHeaders().set("Retry-After", "1");
      exchange.sendResponseHeaders(broken ? 503 : 204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
