package dev.gatehouse.checks.kill;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.checks.ChildJvm;
import dev.gatehouse.checks.FreePort;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Kills a server again and again while it runs agents and brings their results to a receiver that
/// is out of order now and then: every result and every state arrives, under one id however often.
@Execution(ExecutionMode.CONCURRENT)
final class DeliveryKillTest {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int KILLS = Integer.getInteger("delivery-kills", 4);
  private static final int RUNS_PER_LIFE = 6;
  private static final int LIFE_MILLIS = 700;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Random random = new Random(Long.getLong("seed", System.nanoTime()));
  private final Set<String> runs = new TreeSet<>();
  private Optional<Process> server = Optional.empty();
  private int port;

  @TempDir private Path folder;

  @AfterEach
  void kill() {
    server.ifPresent(running -> running.destroyForcibly().onExit().join());
  }

  @Test
  void nothingThatIsOwedIsLostAndNothingHasTwoIds() throws Exception {
    try (var box = new Letterbox()) {
      configure(box);
      for (int life = 0; life < KILLS; life++) {
        start();
        for (int at = 0; at < RUNS_PER_LIFE; at++) {
          begin(box);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LIFE_MILLIS)));
        kill();
      }
      start();

      await().atMost(SOON).until(() -> arrived(box, "/ops", "run.completed").equals(runs));
      await().atMost(SOON).until(() -> arrived(box, "/states", "run.completed").equals(runs));
      await().atMost(SOON).until(() -> arrived(box, "/states", "run.started").equals(runs));

      assertThat(runs).hasSize(KILLS * RUNS_PER_LIFE);
      Map<String, Set<String>> ids =
          box.letters().stream()
              .collect(
                  groupingBy(
                      letter -> letter.path() + letter.run() + letter.type(),
                      mapping(Letterbox.Letter::id, toSet())));
      assertThat(ids.values()).allMatch(same -> same.size() == 1);
    }
  }

  private static Set<String> arrived(Letterbox box, String path, String type) {
    return box.letters().stream()
        .filter(
            letter -> letter.taken() && letter.path().equals(path) && letter.type().equals(type))
        .map(Letterbox.Letter::run)
        .collect(toSet());
  }

  private void configure(Letterbox box) throws IOException {
    port = FreePort.next();
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        server: { port: %s, callbacks: { private-hosts: [127.0.0.1] } }
        agents: { echo: { prompt: You repeat., model: demo/echo } }
        delivery: { ops: { url: "%s/ops", secret: 0123456789abcdef, allow-private: true } }
        """
            .formatted(port, box.url()));
  }

  private void start() throws IOException {
    server =
        Optional.of(
            new ProcessBuilder(ChildJvm.gatehouse("serve"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                    ProcessBuilder.Redirect.appendTo(folder.resolve("printed").toFile()))
                .start());
    await().atMost(SOON).ignoreExceptions().until(() -> answers("/api/health"));
  }

  private boolean answers(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.discarding()).statusCode() == 200;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer k")
        .timeout(SOON);
  }

  private void begin(Letterbox box) throws IOException, InterruptedException {
    String body =
        """
        {"input": "good morning", "delivery": ["ops"], "callback_url": "%s/states"}
        """
            .formatted(box.url());
    HttpRequest post =
        request("/api/runs")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    Json answer = Json.parse(client.send(post, BodyHandlers.ofString()).body());
    runs.add(answer.at("run_id").flatMap(Json::text).orElseThrow());
  }
}
