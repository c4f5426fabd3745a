package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.FreePort;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A server that is killed while its model writes the summary of a long conversation.
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class CompactionKillTest {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration SLOWLY = Duration.ofSeconds(20);
  private static final String LONG = "word ".repeat(500);
  private static final ScriptedAnswer FINE = ScriptedAnswer.text("fine");
  private static final ScriptedAnswer SUMMARY = ScriptedAnswer.text("THE ", "SUMMARY");

  @TempDir private Path folder;
  private final ScriptedProvider provider = ScriptedProvider.start();
  private Optional<Victim> server = Optional.empty();

  @AfterEach
  void close() {
    server.ifPresent(Victim::kill);
    provider.close();
  }

  @Test
  void summaryThatWasCutShortIsWrittenAgainAndTheConversationGoesOn() throws Exception {
    provider
        .then(ProviderScript.paced(SUMMARY, SLOWLY))
        .then(ProviderScript.answer(SUMMARY))
        .always(ProviderScript.answer(FINE));
    Victim victim = configured();
    server = Optional.of(victim);
    victim.start();
    victim.await();
    Json seat =
        Json.parse(victim.post("/api/chat/init", "", Json.obj("api_key", Json.of("k"))).body());
    String token = RunLog.text(seat, "session_token");
    String run = begun(victim, token);
    assertThat(provider.awaitCall(SOON)).isTrue();
    Listener listener = new Listener();

    victim.kill();
    victim.start();
    victim.await();
    listener.listen(victim.url(), token, run);

    RunLog log = RunLog.read(victim, token, run);
    assertThat(log.of("compaction_dispatched")).hasSize(2);
    assertThat(log.of("compaction_failed")).hasSize(1);
    assertThat(log.of("context_compacted")).hasSize(1);
    assertThat(log.of("run_completed")).hasSize(1);
    assertThat(listener.text(run)).isEqualTo("fine");
    assertThat(listener.heard(run)).extracting(Listener.Heard::type).containsOnlyOnce("compaction");
    List<String> complaints = new ArrayList<>();
    log.compare(listener, complaints);
    assertThat(complaints).isEmpty();
    assertThat(provider.calls()).hasSize(3);
    assertThat(provider.calls().getLast().body().toString())
        .contains("THE SUMMARY", "and now?")
        .doesNotContain("word");
  }

  private Victim configured() throws IOException {
    int port = FreePort.next();
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        server: { port: %s }
        agents:
          teller: { prompt: You tell stories., model: anthropic/story, compaction: { threshold: 1000 } }
        """
            .formatted(port));
    return new Victim(
        folder,
        port,
        List.of("dev.gatehouse.gateway.cli.Main", "serve", "--data", "data"),
        Map.of(
            "ANTHROPIC_API_KEY",
            "key-of-the-story",
            "ANTHROPIC_BASE_URL",
            provider.baseUrl(ProviderDialect.ANTHROPIC).toString()));
  }

  /// Comes with a long conversation of its own, and does not stay to hear the answer.
  private static String begun(Victim victim, String token) throws Exception {
    String body =
        """
        {"messages": [{"role": "user", "content": "first %1$s"},
          {"role": "assistant", "content": "fine"}, {"role": "user", "content": "second %1$s"},
          {"role": "assistant", "content": "fine"}, {"role": "user", "content": "and now?"}]}
        """
            .formatted(LONG);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(victim.url() + "/api/chat"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer = client.send(post, BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.headers().firstValue("X-Run-Id").orElseThrow();
    }
  }
}
