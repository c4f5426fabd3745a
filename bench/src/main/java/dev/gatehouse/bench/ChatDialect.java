package dev.gatehouse.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Gatehouse's native streaming face: a session per seat, `POST /api/chat` for a new run, `GET
/// /api/chat/subscribe` to follow one.
record ChatDialect() implements StreamDialect {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Pattern TOKEN = Pattern.compile("\"session_token\"\\s*:\\s*\"([^\"]+)\"");

  @Override
  public Seats seats(int port, int count) throws IOException {
    var tokens = new ArrayList<String>(count);
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int seat = 0; seat < count; seat++) {
        tokens.add(newSession(http, port));
      }
    }
    return new Sessions(List.copyOf(tokens));
  }

  private static String newSession(HttpClient http, int port) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/chat/init"))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"api_key\":\"bench\"}"))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      var token = TOKEN.matcher(response.body());
      if (response.statusCode() != 200 || !token.find()) {
        throw new BenchFailure(
            "POST /api/chat/init was answered " + response.statusCode() + ": " + response.body());
      }
      return token.group(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while opening a session");
    }
  }

  private record Sessions(List<String> tokens) implements Seats {
    @Override
    public byte[] ask(int seat, StreamShape shape) {
      var body =
          """
          {"model":"anthropic/%s","messages":[{"role":"user","content":"hi"}]}\
          """
              .formatted(shape.model());
      return LoadPlan.post("/api/chat", authorization(seat), body);
    }

    @Override
    public byte[] follow(int seat, StreamShape shape, String runId) {
      if (runId.isEmpty()) {
        throw new BenchFailure("the answer to POST /api/chat named no run in X-Run-Id");
      }
      return LoadPlan.subscribe("/api/chat/subscribe?run_id=" + runId, authorization(seat));
    }

    private String authorization(int seat) {
      return "Authorization: Bearer " + tokens.get(seat) + "\r\n";
    }
  }
}
