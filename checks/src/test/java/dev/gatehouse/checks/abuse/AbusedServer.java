package dev.gatehouse.checks.abuse;

import dev.gatehouse.checks.FreePort;
import dev.gatehouse.checks.kill.Victim;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A server of the command line with a demo model, which calls the tools that it is told to, and
/// tools that answer badly.
final class AbusedServer implements AutoCloseable {

  /// More than this is announced first: the server may not want it.
  private static final int LARGE = 4 << 20;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Victim victim;
  private final HttpClient client = HttpClient.newHttpClient();

  private AbusedServer(Victim victim) {
    this.victim = victim;
  }

  /// Starts one.
  ///
  /// @param sandbox the one sandbox it may use
  static AbusedServer start(Path folder, String sandbox, NastyService service) throws IOException {
    Path script = folder.resolve("mcp-nasty.sh");
    try (InputStream in = AbusedServer.class.getResourceAsStream("/mcp-nasty.sh")) {
      Files.copy(in, script);
    }
    int port = FreePort.next();
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        server: { port: %s }
        sandbox: { backends: [%s] }
        mcp-servers:
          nasty: { command: /bin/sh, args: ["%4$s", fair], tool-prefix: "nasty_", timeout: 60s }
          flood: { command: /bin/sh, args: ["%4$s", flood] }
          mute: { command: /bin/sh, args: ["%4$s", mute] }
          dying: { command: /bin/sh, args: ["%4$s", dying] }
        tools:
          fetch_huge: { type: http, description: Fetches., url: "%3$s/huge" }
          fetch_bomb: { type: http, description: Fetches., url: "%3$s/bomb" }
          fetch_binary: { type: http, description: Fetches., url: "%3$s/binary" }
        agents:
          victim:
            prompt: You do as you are told.
            model: demo/fast
            tools: ["nasty_*", "fetch_*", code_execute]
        """
            .formatted(port, sandbox, service.url(), script));
    Victim victim =
        new Victim(
            folder,
            port,
            List.of("dev.gatehouse.gateway.cli.Main", "serve", "--data", "data"),
            Map.of());
    victim.start();
    victim.await();
    return new AbusedServer(victim);
  }

  Victim victim() {
    return victim;
  }

  Footing footing() throws IOException, InterruptedException {
    return Footing.of(victim.pid());
  }

  /// Has the model call a tool, in a session of its own.
  ///
  /// @return how the call ended
  Json call(String tool, Json.Obj input) throws IOException, InterruptedException {
    Json init = session();
    String token = text(init, "session_token");
    Json order =
        Json.object()
            .put("agent", "victim")
            .put("input", tool + " " + input)
            .put("session_id", text(init, "session_id"))
            .build();
    String run = text(Json.parse(victim.post("/api/runs", token, order).body()), "run_id");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String status = "running";
    while (!status.matches("completed|failed|cancelled")) {
      if (System.nanoTime() > deadline) {
        throw new IOException(tool + " still runs after " + PATIENCE);
      }
      status =
          text(
              Json.parse(victim.get("/api/runs/" + run + "/wait?timeout=5", token).body()),
              "status");
    }
    return Json.parse(
            victim.get("/api/runs/" + run + "/events?types=tool_call_finished", token).body())
        .at("items")
        .flatMap(Json::asArray)
        .flatMap(items -> items.items().stream().findFirst())
        .flatMap(finished -> finished.at("outcome"))
        .orElseThrow(() -> new IOException("no call of " + tool + " has finished"));
  }

  private Json session() throws IOException {
    return Json.parse(victim.post("/api/chat/init", "", Json.obj("api_key", Json.of("k"))).body());
  }

  /// Posts bytes as they are, in a session of their own.
  HttpResponse<String> post(String path, String type, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(victim.url() + path))
            .timeout(Duration.ofSeconds(60))
            .expectContinue(body.length > LARGE)
            .header("Authorization", "Bearer " + text(session(), "session_token"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String text(Json json, String member) throws IOException {
    return json.at(member)
        .flatMap(Json::text)
        .orElseThrow(() -> new IOException("no " + member + " in " + json));
  }

  @Override
  public void close() {
    victim.kill();
    client.close();
  }
}
