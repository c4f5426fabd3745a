package dev.gatehouse.gateway.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.WorkflowFiles;
import dev.gatehouse.gateway.WorkflowRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class FlowFeedTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  @TempDir private Path folder;

  @Test
  void quietStreamOfServerKeepsNobodyLongerThanAsked() throws Exception {
    var over = new CountDownLatch(1);
    var server = server(over);
    try (FlowFeed feed = RemoteFlow.begin(address(server), "key", "w", Json.NULL)) {
      assertThat(heard(feed)).containsExactly("run_started");
      assertThat(feed.next(SHORT)).isEmpty();
      assertThat(feed.ended()).isFalse();

      over.countDown();

      assertThat(heard(feed)).containsExactly("stream_complete");
      assertThat(feed.ended()).isTrue();
    } finally {
      server.stop(0);
    }
  }

  /// A run that begins, says nothing for a while, and ends when it is told to.
  private static HttpServer server(CountDownLatch over) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/runs",
        exchange -> {
          boolean stream = exchange.getRequestURI().getPath().endsWith("/events");
          exchange.sendResponseHeaders(stream ? 200 : 202, 0);
          try (var out = exchange.getResponseBody()) {
            out.write(
                (stream ? event("1", "run_started") : "{\"run_id\":\"run_1\"}")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (stream) {
              over.await();
              out.write(event("2", "stream_complete").getBytes(StandardCharsets.UTF_8));
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
    return server;
  }

  private static String event(String id, String type) {
    return "id: " + id + "\ndata: {\"run_id\":\"run_1\",\"type\":\"" + type + "\"}\n\n";
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// {@return the types of the events that come next, once any come}
  private static List<String> heard(FlowFeed feed) throws InterruptedException {
    List<Json> events = feed.next(SHORT);
    while (events.isEmpty()) {
      events = feed.next(SHORT);
    }
    return events.stream().map(event -> event.at("type").flatMap(Json::text).orElse("")).toList();
  }

  @Test
  void nodesOfNestedWorkflowNameTheirOwnWorkflow() throws Exception {
    Workflow inner = workflow("inner", "id: inner\nsteps: [{id: deep, transform: {a: 1}}]");
    Workflow outer = workflow("outer", "id: outer\nsteps: [{id: call, workflow: inner}]");
    List<String> seen = new ArrayList<>();
    try (var gateway = Gateway.plan().agent("a", "You are kind.").data(folder).embedded()) {
      gateway.execute(inner, Json.object().build());
      var order =
          new WorkflowRun.Order(
              outer, Json.object().build(), Json.object().build(), RunSpec.Watch.HEADLESS);
      try (FlowFeed feed = new EmbeddedFlow(gateway.begin(order), () -> {})) {
        while (!feed.ended()) {
          for (Json event : feed.next(SHORT)) {
            event
                .at("workflow_id")
                .flatMap(Json::text)
                .ifPresent(
                    id -> seen.add(id + " " + event.at("node").flatMap(Json::text).orElse("")));
          }
        }
      }
    }

    assertThat(seen).contains("outer call", "inner deep").doesNotContain("outer deep");
  }

  private Workflow workflow(String name, String document) throws IOException {
    return WorkflowFiles.read(Files.writeString(folder.resolve(name + ".yaml"), document));
  }
}
