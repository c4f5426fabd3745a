package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.TickOutcome;
import dev.gatehouse.core.schedule.TickResult.Kind;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.runtime.schedule.ScheduleListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Schedules whose work is a workflow.
@Timeout(300)
final class ScheduledWorkflowsTest {

  private static final String SERVED =
      """
      agents: { writer: { prompt: You write., model: demo/echo } }
      workflows:
        inline:
          - id: brief
            input:
              type: object
              required: [topic]
              properties: { topic: { type: string }, checklist: { type: string } }
            steps:
              - { id: draft, agent: writer, prompt: "{{ input.topic }}{{ input.checklist }}" }
              - { id: letter, transform: { text: "Brief: {{ steps.draft.output }}" } }
            output: "{{ steps.letter.output.text }}"
          - id: broken
            steps:
              - { id: ask, human: { ask: approve, prompt: May I? } }
          - id: slow
            steps:
              - { id: rest, wait: 1h }
      """;

  @TempDir private Path folder;

  private final BlockingQueue<TickOutcome> heard = new LinkedBlockingQueue<>();

  private GatewayPlan plan(String schedules) {
    String delivery = "delivery: { notes: { type: file, dir: " + folder.resolve("out") + " } }\n";
    return Gateway.plan()
        .config(ConfigFile.parse(SERVED + delivery + schedules, "test", Environment.of(_ -> null)))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .ticks(
            new ScheduleListener() {
              @Override
              public void tick(Schedule schedule, TickOutcome outcome, ScheduleState state) {
                heard.add(outcome);
              }
            })
        .port(0);
  }

  private TickOutcome outcome() throws InterruptedException {
    return Objects.requireNonNull(heard.poll(120, TimeUnit.SECONDS), "no tick ended");
  }

  @Test
  void tickIsARunOfTheWorkflowWhoseOutputIsDelivered() throws IOException, InterruptedException {
    String schedule =
        "schedules: { morning: { workflow: brief, input: { topic: tea }, cron: 0 7 1 1 *,"
            + " delivery: [notes] } }";
    try (Gateway gateway = plan(schedule).start()) {
      Visitor visitor = new Visitor(gateway).keyed("any");
      visitor.post("/api/schedules/morning/run", "");

      TickOutcome outcome = outcome();
      Json run = visitor.look("/api/runs/" + outcome.run().orElseThrow());
      assertThat(gateway.settleDeliveries(Duration.ofMinutes(2))).isTrue();

      assertThat(outcome.result().kind()).isEqualTo(Kind.DONE);
      assertThat(outcome.result().text()).contains("Brief: tea");
      assertThat(run.at("kind").flatMap(Json::text)).contains("workflow");
      assertThat(run.at("workflow_id").flatMap(Json::text)).contains("brief");
      assertThat(run.path("metadata", "schedule").flatMap(Json::text)).contains("morning");
      assertThat(run.path("output", "success")).contains(Json.of(true));
      assertThat(folder.resolve("out/" + outcome.run().orElseThrow() + ".txt"))
          .hasContent("Brief: tea");
    }
  }

  @Test
  void heartbeatReadsTheOutputAndGivesTheChecklist() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("list.md"), "- look at the stock\n");
    String schedule =
        "schedules: { watch: { workflow: brief, input: { topic: 'x: ' }, every: 1h,"
            + " heartbeat: { checklist: '"
            + folder.resolve("list.md")
            + "', quiet-token: 'Brief:', quiet-threshold: 30 } } }";
    try (Gateway gateway = plan(schedule).start()) {
      gateway.schedules().run("default/watch", "one");
      TickOutcome quiet = outcome();
      Files.writeString(folder.resolve("list.md"), "- " + "look ".repeat(20));
      gateway.schedules().run("default/watch", "two");
      TickOutcome alert = outcome();

      assertThat(quiet.result().kind()).isEqualTo(Kind.QUIET);
      assertThat(alert.result().kind()).isEqualTo(Kind.ALERT);
      assertThat(alert.result().text().orElseThrow()).startsWith("x: - look look");
    }
  }

  @Test
  void workflowThatWouldAskFailsTheTick() throws InterruptedException {
    try (Gateway gateway =
        plan("schedules: { a: { workflow: broken, every: 1h, delivery: [notes] } }").start()) {
      gateway.schedules().run("default/a", "one");

      TickOutcome outcome = outcome();
      assertThat(gateway.settleDeliveries(Duration.ofMinutes(2))).isTrue();

      assertThat(outcome.result().kind()).isEqualTo(Kind.ERROR);
      assertThat(folder.resolve("out/" + outcome.run().orElseThrow() + ".txt"))
          .content()
          .startsWith("The run of workflow broken failed: ");
    }
  }

  @Test
  void laterTickCancelsTheWorkflowOfTheEarlierOne() throws InterruptedException {
    try (Gateway _ =
        plan("schedules: { a: { workflow: slow, every: 1s, overlap: cancel } }").start()) {
      assertThat(outcome().result().kind()).isEqualTo(Kind.CANCELLED);
      assertThat(outcome().result().kind()).isEqualTo(Kind.CANCELLED);
    }
  }

  @Test
  void laterTickIsSkippedWhileTheWorkflowGoesOnAlsoAfterARestart() {
    String schedule = "schedules: { a: { workflow: slow, every: 1s } }";
    for (int process = 0; process < 2; process++) {
      try (Gateway gateway = plan(schedule).start()) {
        long before = ticks(gateway);
        await().until(() -> ticks(gateway) > before + 1);

        var state = gateway.schedules().find("default/a").orElseThrow().state();
        assertThat(state.history().recent().getFirst().result().reason()).contains("overlap");
        assertThat(state.open()).hasSize(1);
        assertThat(gateway.runtime().liveRuns()).isOne();
      }
    }
  }

  private static long ticks(Gateway gateway) {
    return gateway.schedules().find("default/a").orElseThrow().state().history().ticks();
  }

  @Test
  void callersAddThemToo() throws IOException, InterruptedException {
    try (Gateway gateway = plan("").start()) {
      Visitor visitor = new Visitor(gateway).keyed("any");
      String start = "{\"name\":\"x\",\"every\":\"1h\",\"workflow\":";

      var added =
          visitor.post("/api/schedules", start + "\"brief\",\"input\":{\"topic\":\"oil\"}}");
      visitor.post("/api/schedules/x/run", "");

      assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
      assertThat(added.body()).contains("\"workflow\":\"brief\"", "\"input\":{\"topic\":\"oil\"}");
      assertThat(outcome().result().text()).contains("Brief: oil");
      assertThat(visitor.post("/api/schedules", start + "\"breif\"}").body())
          .contains("not_found", "breif");
      assertThat(
              visitor
                  .post(
                      "/api/schedules", start.replace("x", "y") + "\"brief\",\"message\":\"oil\"}")
                  .body())
          .contains("invalid_body", "workflow \\\"brief\\\" takes no such input");
      assertThat(visitor.patch("/api/schedules/x", "{\"message\":\"also\"}").body())
          .contains("a workflow is given input or a message, not both");
    }
  }

  @Test
  void whatCanNeverWorkDoesNotStart() {
    assertThatThrownBy(() -> plan("schedules: { a: { workflow: breif, every: 1h } }").start())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "schedules.a: workflow \"breif\" is unknown; did you mean \"brief\"?");
    assertThatThrownBy(() -> plan("schedules: { a: { workflow: brief, every: 1h } }").start())
        .hasMessageContaining("schedules.a: workflow \"brief\" takes no such input")
        .hasMessageContaining("topic");
    assertThatThrownBy(() ->
            plan("schedules: { a: { workflow: slow, every: 1h, message: M, input: { a: 1 } } }"))
        .hasMessageContaining("input or a message, not both");
  }
}
