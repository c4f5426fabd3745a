package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.ChildJvm;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// `gatehouse run --state-dir`, killed while a slow model speaks, and typed again.
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class HeadlessKillTest {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration SLOWLY = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final ScriptedProvider provider = ScriptedProvider.start();
  private final EffectServer effects;

  HeadlessKillTest() throws IOException {
    effects = EffectServer.start();
  }

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        agents:
          teller: { prompt: You tell stories., model: anthropic/story }
        tools:
          charge:
            type: http
            description: Charges somebody.
            url: %s/charge/{who}
            method: POST
        workflows:
          inline:
            - id: tale
              steps:
                - { id: begin, agent: teller, prompt: Begin. }
                - { id: pay, tool: charge, args: { who: ann } }
                - { id: end, agent: teller, prompt: "After {{ steps.begin.output }}" }
              output: "{{ steps.end.output }}"
        """
            .formatted(effects.url()));
  }

  @AfterEach
  void close() {
    provider.close();
    effects.close();
  }

  @Test
  void sameCommandFinishesTheRunThatWasKilledTwice() throws IOException, InterruptedException {
    provider
        .then(ProviderScript.paced(ScriptedAnswer.text("I", " begin"), SLOWLY))
        .then(
            ProviderScript.answer(
                ScriptedAnswer.text("I act")
                    .withToolUse("c1", "charge", "{\"who\": \"ann\"}")
                    .withToolUse("c2", "update_state", "{\"patch\": {\"charged\": 1}}")))
        .then(ProviderScript.paced(ScriptedAnswer.text("I", " end"), SLOWLY))
        .then(ProviderScript.answer(ScriptedAnswer.text("The end.")));

    var first = begin();
    awaitCalls(1);
    first.destroyForcibly().waitFor();
    var firstKill = Instant.now();
    var second = begin();
    awaitCalls(3);
    second.destroyForcibly().waitFor();
    var third = begin();

    assertThat(third.waitFor(SOON)).isTrue();
    var record = Json.parse(Files.readString(folder.resolve("out")));
    assertThat(third.exitValue()).isZero();
    assertThat(Instant.parse(text(record, "created_at"))).isBefore(firstKill);
    assertThat(record.at("resumed")).contains(Json.of(true));
    assertThat(text(record, "response")).isEqualTo("The end.");
    assertThat(effects.effects()).extracting(EffectServer.Effect::tool).containsExactly("charge");
    assertThat(record.at("state")).contains(Json.obj("charged", Json.of(1)));
    assertThat(record.at("state_version")).contains(Json.of(1));
  }

  @Test
  void sameCommandFinishesTheWorkflowThatWasKilledTwice() throws IOException, InterruptedException {
    provider
        .then(ProviderScript.paced(ScriptedAnswer.text("I", " begin"), SLOWLY))
        .then(ProviderScript.answer(ScriptedAnswer.text("I have begun.")))
        .then(ProviderScript.paced(ScriptedAnswer.text("I", " end"), SLOWLY))
        .then(ProviderScript.answer(ScriptedAnswer.text("The end.")));

    var first = begin("tale", "--timeout", "100s");
    awaitCalls(1);
    first.destroyForcibly().waitFor();
    var firstKill = Instant.now();
    var second = begin("tale", "--timeout", "100s");
    awaitCalls(3);
    second.destroyForcibly().waitFor();
    var third = begin("tale", "--timeout", "100s");

    assertThat(third.waitFor(SOON)).isTrue();
    assertThat(third.exitValue()).as(Files.readString(folder.resolve("err"))).isZero();
    var record = Json.parse(Files.readString(folder.resolve("out")));
    assertThat(Instant.parse(text(record, "created_at"))).isBefore(firstKill);
    assertThat(record.at("resumed")).contains(Json.of(true));
    assertThat(text(record, "response")).isEqualTo("The end.");
    assertThat(effects.effects()).extracting(EffectServer.Effect::tool).containsExactly("charge");
    assertThat(provider.calls().getLast().body().toString()).contains("After I have begun.");
  }

  @Test
  void ctrlCStopsCleanlyAndSaysHowToGoOn() throws IOException, InterruptedException {
    provider
        .then(ProviderScript.paced(ScriptedAnswer.text("I", " begin"), SLOWLY))
        .then(ProviderScript.answer(ScriptedAnswer.text("The end.")));

    var first = begin();
    awaitCalls(1);
    Signal.INT.sendTo(first);

    assertThat(first.waitFor(SOON)).isTrue();
    assertThat(first.exitValue()).isEqualTo(130);
    assertThat(Files.readString(folder.resolve("err")))
        .contains("stopped: the same command goes on with run_")
        .doesNotContain("Exception");
    assertThat(begin().waitFor(SOON)).isTrue();
    assertThat(Files.readString(folder.resolve("out"))).contains("\"resumed\":true", "The end.");
  }

  @Test
  void newRunBeginsOnceTheOtherIsFinished() throws IOException, InterruptedException {
    provider
        .then(
            ProviderScript.answer(
                ScriptedAnswer.text("I keep")
                    .withToolUse("c1", "update_state", "{\"patch\": {\"day\": 1}}")))
        .always(ProviderScript.answer(ScriptedAnswer.text("The end.")));

    assertThat(begin().waitFor(SOON)).isTrue();
    var first = Json.parse(Files.readString(folder.resolve("out")));
    assertThat(begin().waitFor(SOON)).isTrue();
    var second = Json.parse(Files.readString(folder.resolve("out")));

    assertThat(text(second, "run_id")).isNotEqualTo(text(first, "run_id"));
    assertThat(second.at("resumed")).contains(Json.of(false));
    assertThat(provider.calls().getLast().body().at("system").orElseThrow().toString())
        .contains("day");
  }

  private Process begin() throws IOException {
    return begin("teller", "Tell a story.");
  }

  private Process begin(String... task) throws IOException {
    var line = ChildJvm.gatehouse("run", "--state-dir", "state", "--json");
    line.addAll(List.of(task));
    var command = new ProcessBuilder(line);
    command.environment().put("ANTHROPIC_API_KEY", "key-of-the-story");
    command
        .environment()
        .put("ANTHROPIC_BASE_URL", provider.baseUrl(ProviderDialect.ANTHROPIC).toString());
    return command
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private void awaitCalls(int count) throws InterruptedException {
    long due = System.nanoTime() + SOON.toNanos();
    while (provider.calls().size() < count) {
      provider.awaitCall(Duration.ofMillis(100));
      assertThat(System.nanoTime()).as("the model was asked " + count + " times").isLessThan(due);
    }
  }

  private static String text(Json json, String name) {
    return json.at(name).flatMap(Json::text).orElseThrow();
  }
}
