package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.WorkflowsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScheduleCommandTest {

  private static final Json.Obj BRIEF =
      Json.parse(
              """
              {"id": "brief", "input": {"type": "object", "required": ["topic"]},
               "steps": [{"id": "say", "agent": "echo", "prompt": "{{ input.topic }}"}]}\
              """)
          .asObject()
          .orElseThrow();

  private final Path folder;
  private final Gateway gateway;

  ScheduleCommandTest(@TempDir Path folder) {
    this.folder = folder;
    gateway =
        Gateway.plan()
            .config(
                GatehouseConfig.STANDARD.withWorkflows(
                    new WorkflowsConfig(Optional.empty(), List.of(BRIEF), Optional.empty())))
            .environment(Environment.of(_ -> null))
            .data(folder.resolve("data"))
            .agent("echo", AgentConfig.Local.STANDARD.withModel("demo/echo"))
            .port(0)
            .start();
  }

  @BeforeEach
  void add() {
    var added =
        typed(
            "schedule",
            "add",
            "night",
            "--agent",
            "echo",
            "--cron",
            "30 2 * * *",
            "--message",
            "Hi.");
    assertThat(added.code()).as(added.err()).isZero();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Typed.Result typed(String... arguments) {
    return Typed.in(folder).with("GATEHOUSE_URL", gateway.url()).run(arguments);
  }

  @Test
  void heartbeatHasAServerTickAndTellsWhatCameOfIt() {
    var first = typed("heartbeat", "night", "--once");
    var second = typed("heartbeat", "night", "--once", "--json");

    assertThat(first.out()).isEqualTo("tick 1  done\n  Hi.\n");
    assertThat(first.code()).isZero();
    assertThat(Json.parse(second.out()).at("tick")).contains(Json.of(2));
    assertThat(Json.parse(second.out()).at("run_id")).isPresent();
    assertThat(typed("heartbeat", "nigh", "--once").err()).contains("nigh");
  }

  @Test
  void listShowsWhenEachFires() {
    assertThat(typed("schedule").out())
        .startsWith("night  echo  30 2 * * *  UTC")
        .containsPattern("next \\S+T02:30:00Z, \\S+T02:30:00Z, \\S+T02:30:00Z\n");
    assertThat(Json.parse(typed("schedule", "list", "--json").out()).at("items").orElseThrow())
        .asString()
        .contains("\"id\":\"night\"");
  }

  @Test
  void pausedScheduleNeverFiresUntilItIsResumed() {
    assertThat(typed("schedule", "pause", "night").out()).contains("UTC paused", "next never");
    assertThat(typed("schedule", "resume", "night").out()).doesNotContain("paused", "never");
  }

  @Test
  void scheduleRunsAtOnceAndIsRemoved() {
    assertThat(typed("schedule", "run", "night").out()).matches("run run_\\w+ begins\n");
    assertThat(typed("schedule", "remove", "night").out()).isEqualTo("removed night\n");
    assertThat(typed("schedule").err()).isEqualTo("there is no schedule\n");
  }

  @Test
  void workflowIsGivenItsInput() throws IOException {
    Files.writeString(folder.resolve("in.json"), "{\"topic\": \"oil\"}");

    var added =
        typed(
            "schedule", "add", "a", "--workflow", "brief", "--every", "1h", "--input", "@in.json");
    var unfit =
        typed(
            "schedule", "add", "b", "--workflow", "brief", "--every", "1h", "--input", "{\"a\":1}");

    assertThat(added.err()).isEmpty();
    assertThat(added.out()).startsWith("a  brief  1h  UTC");
    assertThat(unfit.err()).contains("takes no such input").hasLineCount(1);
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    var nameless = typed("schedule", "pause");
    var unknown = typed("schedule", "pause", "day");
    var unreadable =
        typed(
            "schedule", "add", "x", "--agent", "echo", "--cron", "0 25 * * *", "--message", "Hi.");

    assertThat(nameless.code()).isEqualTo(2);
    assertThat(nameless.err()).contains("pause needs the NAME of a schedule");
    assertThat(unknown.err()).contains("there is no schedule \"day\"");
    assertThat(unreadable.err()).contains("0 25 * * *").hasLineCount(1);
  }
}
