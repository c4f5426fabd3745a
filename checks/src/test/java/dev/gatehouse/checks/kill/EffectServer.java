package dev.gatehouse.checks.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The world that tools change. It outlives the server that is killed, and remembers every call.
final class EffectServer implements AutoCloseable {

  private static final long WORK = TimeUnit.MILLISECONDS.toNanos(60);

  private final HttpServer server;
  private final List<Effect> effects = new ArrayList<>();

  /// A call that reached the world.
  ///
  /// @param once what a service that honours it knows a repeated call by; empty when it is not told
  record Effect(String tool, String key, String once) {}

  private EffectServer(HttpServer server) {
    this.server = server;
  }

  static EffectServer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    EffectServer effects = new EffectServer(server);
    server.createContext("/", effects::act);
    server.start();
    return effects;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void act(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
    String once = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    synchronized (effects) {
      effects.add(new Effect(path[0], path[1], once == null ? "" : once));
    }
    LockSupport.parkNanos(WORK);
    byte[] done = ("done " + path[1]).getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, done.length);
      exchange.getResponseBody().write(done);
    }
  }

  List<Effect> effects() {
    synchronized (effects) {
      return List.copyOf(effects);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
