package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeartbeatCommandTest {

  @TempDir private Path folder;

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        agents:
          echo: { prompt: Say it again., model: demo/echo }
          keyless: { prompt: Nobody hears., model: openai/gpt-5.4 }
        schedules:
          calm: { agent: echo, every: 30m, message: HEARTBEAT_OK, heartbeat: {} }
          loud: { agent: echo, every: 30m, message: Fire!, heartbeat: {} }
          plain: { agent: echo, cron: "0 7 * * *", message: Morning. }
          listed: { agent: echo, every: 30m, heartbeat: { checklist: there-is-none.md } }
          broken: { agent: keyless, every: 30m, message: Look., heartbeat: {} }
        """);
  }

  @Test
  void oneTickIsOneLineAndTheAnswerBelowIt() {
    assertThat(Typed.in(folder).run("heartbeat", "calm", "--once").out())
        .isEqualTo("tick 1  quiet\n");
    assertThat(Typed.in(folder).run("heartbeat", "loud", "--once").out())
        .isEqualTo("tick 1  alert\n  Fire!\n");
    assertThat(Typed.in(folder).run("heartbeat", "plain", "--once").out())
        .isEqualTo("tick 1  done\n  Morning.\n");
    assertThat(Typed.in(folder).run("heartbeat", "listed", "--once").out())
        .isEqualTo("tick 1  skipped  empty_checklist\n");
  }

  @Test
  void ticksAreCountedThroughProcesses() {
    Typed.in(folder).run("heartbeat", "calm", "--once");

    var second = Typed.in(folder).run("heartbeat", "calm", "--once");

    assertThat(second.out()).isEqualTo("tick 2  quiet\n");
  }

  @Test
  void failureIsExitCodeOne() {
    var result = Typed.in(folder).run("heartbeat", "broken", "--once");

    assertThat(result.code()).isOne();
    assertThat(result.out()).startsWith("tick 1  error  auth: ");
  }

  @Test
  void programsGetALineOfJson() {
    var line = Json.parse(Typed.in(folder).run("heartbeat", "loud", "--once", "--json").out());

    assertThat(line.at("result")).contains(Json.of("alert"));
    assertThat(line.at("text")).contains(Json.of("Fire!"));
    assertThat(line.at("run_id")).isPresent();
  }

  @Test
  void scheduleThatIsNotThereIsNamed() {
    var result = Typed.in(folder).run("heartbeat", "cal");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("there is no schedule \"cal\"", "calm, loud, plain, listed, broken");
  }
}
