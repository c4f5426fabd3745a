package dev.gatehouse.checks.abuse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;

/// A web service whose answers nobody should trust.
final class NastyService implements AutoCloseable {

  private static final int PIECE = 1 << 20;
  private static final int HUGE_PIECES = 100;

  private final HttpServer server;

  private NastyService(HttpServer server) {
    this.server = server;
  }

  static NastyService start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/huge", exchange -> answer(exchange, "text/plain", NastyService::huge));
    server.createContext(
        "/bomb",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          answer(exchange, "text/plain", out -> out.write(Bombs.gzip()));
        });
    server.createContext(
        "/binary", exchange -> answer(exchange, "application/json", NastyService::binary));
    server.start();
    return new NastyService(server);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private interface Body {
    void write(OutputStream out) throws IOException;
  }

  private static void answer(HttpExchange exchange, String type, Body body) throws IOException {
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, 0);
      body.write(out);
    } catch (IOException gone) {
      // It has had enough, as it should.
      exchange.close();
    }
  }

  private static void huge(OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE];
    Arrays.fill(piece, (byte) 'x');
    for (int i = 0; i < HUGE_PIECES; i++) {
      out.write(piece);
    }
  }

  private static void binary(OutputStream out) throws IOException {
    byte[] bytes = new byte[10_000];
    new Random(7).nextBytes(bytes);
    out.write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
