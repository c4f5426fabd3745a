package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Operations of a service that are taken back by another one of it, by configuration alone.
@Timeout(60)
final class ServiceUndoTest {

  private static final Environment NOTHING = Environment.of(_ -> null);
  private static final String DOCUMENT =
      """
      openapi: 3.0.0
      paths:
        /seats/{train}:
          post: { operationId: bookSeat, parameters: [{ name: train, in: path, schema: { type: string } }] }
        /held/{id}:
          delete: { operationId: cancel, parameters: [{ name: id, in: path, schema: { type: string } }] }
        /payments: { post: { operationId: pay } }
      """;

  @TempDir private Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(request);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] body = "{\"id\":\"s-17\"}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(request.contains("payments") ? 402 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String config(Path document, HttpServer service) {
    return """
    tools:
      shop:
        type: openapi
        document: "%s"
        url: "http://127.0.0.1:%d"
        undo: { bookSeat: { tool: shop_cancel, input: { id: "{{ output.id }}" } } }
    workflows:
      inline:
        - id: trip
          steps:
            - { id: seat, tool: shop_bookSeat, args: { train: ice } }
            - { id: pay, tool: shop_pay, args: {}, on-error: compensate }
    """
        .formatted(document, service.getAddress().getPort());
  }

  @Test
  void operationIsTakenBackByWhatItsAnswerNames() throws Exception {
    Path document = Files.writeString(folder.resolve("shop.yaml"), DOCUMENT);
    HttpServer service =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/", this::answer);
    service.start();
    String yaml = config(document, service);
    try (Gateway gateway =
        Gateway.plan()
            .config(ConfigFile.parse(yaml, "test", NOTHING))
            .environment(NOTHING)
            .data(folder.resolve("data"))
            .port(0)
            .start()) {
      Json run =
          Json.parse(
              new Visitor(gateway)
                  .keyed("k")
                  .post("/api/runs", "{\"workflow\":\"trip\",\"input\":{},\"wait\":50}")
                  .body());

      assertThat(run.at("status")).contains(Json.of("failed"));
      assertThat(run.path("error", "message").orElseThrow().toString())
          .contains("answered 402", "undone: 'shop_bookSeat' of 'seat'");
      assertThat(requests)
          .containsExactly("POST /seats/ice", "POST /payments", "DELETE /held/s-17");
    } finally {
      service.stop(0);
    }
  }
}
