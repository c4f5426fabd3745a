package dev.gatehouse.checks.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A place on loopback where deliveries arrive, which answers as a test wants and else with 200.
final class Doorstep implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpServer server;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Visit> visits = new LinkedBlockingQueue<>();

  /// What came.
  record Visit(String path, String id, String time, String signature, String body) {

    Json json() {
      return Json.parse(body);
    }

    String type() {
      return json().at("type").flatMap(Json::text).orElse("");
    }
  }

  /// What is answered once.
  record Answer(int status, String retryAfter) {}

  Doorstep() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Visit visit =
        new Visit(
            exchange.getRequestURI().toString(),
            header(exchange, "webhook-id"),
            header(exchange, "webhook-timestamp"),
            header(exchange, "webhook-signature"),
            body);
    Answer answer = answers.isEmpty() ? new Answer(200, "") : answers.remove();
    if (!answer.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
    }
    exchange.sendResponseHeaders(answer.status(), -1);
    exchange.close();
    visits.add(visit);
  }

  private static String header(HttpExchange exchange, String name) {
    return String.valueOf(exchange.getRequestHeaders().getFirst(name));
  }

  /// Answers the next visits so.
  Doorstep answering(Answer... next) {
    answers.addAll(List.of(next));
    return this;
  }

  String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /// {@return the next visit, waited for}
  Visit next() throws InterruptedException {
    Visit visit = visits.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (visit == null) {
      throw new AssertionError("nobody came within " + PATIENCE);
    }
    return visit;
  }

  /// {@return visits up to the first of a type, waited for}
  List<Visit> until(String type) throws InterruptedException {
    List<Visit> all = new java.util.ArrayList<>();
    do {
      all.add(next());
    } while (!all.getLast().type().equals(type));
    return all;
  }

  /// {@return how many visits nobody has looked at}
  int unseen() {
    return visits.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
