package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.TickOutcome;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.runtime.schedule.ScheduleListener;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServedSchedulesTest {

  private static final String AGENT = "agents: { watcher: { prompt: You watch. } }\n";

  @TempDir private Path folder;

  private final BlockingQueue<TickOutcome> heard = new LinkedBlockingQueue<>();

  private GatewayPlan plan(String yaml, Turn... turns) {
    return Gateway.plan()
        .config(ConfigFile.parse(yaml, "test", Environment.of(_ -> null)))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .provider("puppet", ScriptedModel.of(turns))
        .model("puppet/one")
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
  void configuredScheduleTicksAndShowsInTheLists() throws IOException, InterruptedException {
    String yaml =
        AGENT
            + """
            schedules:
              watch: { agent: watcher, every: 1s, message: Look., overlap: skip, heartbeat: {} }
              morning: { agent: watcher, cron: "0 7 1 JAN *", message: Hi., timezone: Europe/Berlin, missed: once }
            """;
    try (Gateway gateway = plan(yaml, Turn.says("Fire!"), Turn.says("HEARTBEAT_OK")).start()) {
      Visitor visitor = new Visitor(gateway).keyed("any");
      TickOutcome first = outcome();

      Json watch = visitor.look("/api/schedules/watch");
      Json morning = visitor.look("/api/schedules/morning");
      Json run = visitor.look("/api/runs/" + first.run().orElseThrow());

      assertThat(run.at("kind").flatMap(Json::text)).contains("heartbeat");
      assertThat(run.at("output").flatMap(Json::text)).contains("Fire!");
      assertThat(watch.at("outcomes").orElseThrow().toString()).contains("\"alert\"", "Fire!");
      assertThat(morning.at("next").flatMap(Json::asArray).orElseThrow().items()).hasSize(10);
      assertThat(morning.at("source").flatMap(Json::text)).contains("file");
      assertThat(
              visitor
                  .look("/api/schedules")
                  .at("items")
                  .flatMap(Json::asArray)
                  .orElseThrow()
                  .items())
          .hasSize(2);
    }
  }

  @Test
  void scheduleIsAddedChangedPausedRunAndRemoved() throws IOException, InterruptedException {
    try (Gateway gateway = plan(AGENT, Turn.says("Now.")).start()) {
      Visitor visitor = new Visitor(gateway).keyed("any");

      var added =
          visitor.post(
              "/api/schedules",
              """
              {"name":"night","agent":"watcher","message":"Look.","cron":"30 2 1 1 *",
               "timezone":"Europe/Berlin","active_hours":[22,6],"missed":"once"}\
              """);
      var twice =
          visitor.post(
              "/api/schedules",
              "{\"name\":\"night\",\"agent\":\"watcher\",\"message\":\"L\",\"every\":\"1h\"}");
      var paused = visitor.patch("/api/schedules/night", "{\"paused\":true}");
      var changed =
          visitor.patch(
              "/api/schedules/night", "{\"every\":\"2h\",\"paused\":false,\"active_hours\":null}");
      var run = visitor.post("/api/schedules/night/run", "");
      TickOutcome outcome = outcome();
      var removed = visitor.delete("/api/schedules/night");
      var gone = visitor.get("/api/schedules/night");

      assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
      assertThat(Json.parse(added.body()).at("next").flatMap(Json::asArray).orElseThrow().items())
          .hasSize(10);
      assertThat(twice.statusCode()).isEqualTo(409);
      assertThat(Json.parse(paused.body()).at("next").orElseThrow()).hasToString("[]");
      assertThat(changed.body())
          .contains("\"every\":\"2h\"", "\"paused\":false")
          .doesNotContain("cron", "active_hours");
      assertThat(run.statusCode()).isEqualTo(202);
      assertThat(run.headers().firstValue("X-Run-Id")).isEqualTo(outcome.run());
      assertThat(outcome.result().text()).contains("Now.");
      assertThat(removed.statusCode()).isEqualTo(204);
      assertThat(gone.statusCode()).isEqualTo(404);
    }
  }

  @Test
  void whatCanNeverWorkIsRefusedByName() throws IOException, InterruptedException {
    try (Gateway gateway = plan(AGENT).start()) {
      Visitor visitor = new Visitor(gateway).keyed("any");
      String start = "{\"name\":\"x\",\"message\":\"L\",";

      assertThat(
              visitor
                  .post("/api/schedules", start + "\"agent\":\"wacher\",\"every\":\"1h\"}")
                  .body())
          .contains("unknown_agent", "wacher");
      assertThat(
              visitor
                  .post("/api/schedules", start + "\"agent\":\"watcher\",\"cron\":\"0 25 * * *\"}")
                  .body())
          .contains("invalid_body", "0 25 * * *");
      assertThat(
              visitor
                  .post(
                      "/api/schedules",
                      start
                          + "\"agent\":\"watcher\",\"every\":\"1h\",\"timezone\":\"Europe/Atlantis\"}")
                  .body())
          .contains("Europe/Atlantis");
      assertThat(
              visitor
                  .post(
                      "/api/schedules",
                      start
                          + "\"agent\":\"watcher\",\"every\":\"1h\",\"heartbeat\":{\"checklist\":\"/etc/passwd\"}}")
                  .body())
          .contains("/heartbeat/checklist");
      assertThat(
              visitor
                  .post("/api/schedules", start + "\"every\":\"1h\",\"cron\":\"@daily\"}")
                  .body())
          .contains("agent", "does not go with cron");
      assertThat(
              visitor
                  .post(
                      "/api/schedules",
                      start + "\"agent\":\"watcher\",\"every\":\"1h\",\"delivery\":[\"opps\"]}")
                  .body())
          .contains("opps");
    }
  }

  @Test
  void configurationThatCanNeverWorkDoesNotStart() {
    assertThatThrownBy(() ->
            plan(AGENT + "schedules: { a: { agent: watcher, message: L, cron: 0 25 * * * } }"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("0 25 * * *");
    assertThatThrownBy(() ->
            plan(
                AGENT
                    + "schedules: { a: { agent: watcher, message: L, every: 1h, timezone:"
                    + " Europe/Atlantis } }"))
        .hasMessageContaining("Europe/Atlantis");
    assertThatThrownBy(() -> plan(AGENT + "schedules: { a: { message: L, every: 1h } }"))
        .hasMessageContaining("schedules.a: needs an agent or a workflow");
    assertThatThrownBy(() ->
            plan(AGENT + "schedules: { a: { agent: wacher, message: L, every: 1h } }").start())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "schedules.a: agent \"wacher\" is unknown; did you mean \"watcher\"?");
  }

  @Test
  void userReadsAndOperatorWrites() throws IOException, InterruptedException {
    String body = "{\"name\":\"x\",\"message\":\"L\",\"agent\":\"watcher\",\"every\":\"1h\"}";
    String yaml =
        AGENT
            + "auth: { keys: { u: { sha256: \"%s\", role: user }, o: { sha256: \"%s\", role: operator },"
                .formatted(
                    CallDigests.ofText("user-key-0123456789"),
                    CallDigests.ofText("operator-key-0123456789"))
            + " f: { sha256: \"%s\", role: operator, tenant: far } } }\n"
                .formatted(CallDigests.ofText("foreign-key-0123456789"));
    try (Gateway gateway = plan(yaml).start()) {
      Visitor user = new Visitor(gateway).keyed("user-key-0123456789");
      Visitor operator = new Visitor(gateway).keyed("operator-key-0123456789");
      Visitor foreign = new Visitor(gateway).keyed("foreign-key-0123456789");

      assertThat(user.post("/api/schedules", body).body()).contains("role_required");
      assertThat(operator.post("/api/schedules", body).statusCode()).isEqualTo(201);
      assertThat(user.get("/api/schedules/x").statusCode()).isEqualTo(404);
      assertThat(foreign.get("/api/schedules/x").statusCode()).isEqualTo(404);
      assertThat(foreign.post("/api/schedules", body).statusCode()).isEqualTo(201);
      assertThat(
              operator
                  .look("/api/schedules")
                  .at("items")
                  .flatMap(Json::asArray)
                  .orElseThrow()
                  .items())
          .hasSize(1);
    }
  }

  @Test
  void nothingTicksTwiceAfterARestart() throws IOException, InterruptedException {
    String yaml =
        AGENT
            + "schedules: { watch: { agent: watcher, every: 1s, message: Look., missed: all,"
            + " overlap: queue } }";
    Turn[] turns = new Turn[200];
    Arrays.fill(turns, Turn.says("Seen."));
    for (int process = 0; process < 3; process++) {
      try (Gateway _ = plan(yaml, turns).start()) {
        outcome();
        outcome();
      }
    }
    try (Gateway gateway = plan(AGENT, turns).embedded()) {
      var ticks =
          gateway.runtime().store().rows(RowQuery.of("run", 200)).stream()
              .map(row ->
                  Json.parse(row.body()).path("metadata", "tick").flatMap(Json::text).orElseThrow())
              .map(Instant::parse)
              .sorted()
              .toList();

      assertThat(ticks).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(6);
      for (int at = 1; at < ticks.size(); at++) {
        assertThat(Duration.between(ticks.get(at - 1), ticks.get(at)))
            .as("no tick between %s and %s is lost", ticks.get(at - 1), ticks.get(at))
            .isEqualTo(Duration.ofSeconds(1));
      }
    }
  }
}
