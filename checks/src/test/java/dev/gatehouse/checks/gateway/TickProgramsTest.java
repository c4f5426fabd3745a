package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.TickOutcome;
import dev.gatehouse.core.schedule.TickResult;
import dev.gatehouse.core.schedule.TickResult.Kind;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.Hooks;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.protocols.api.CredentialsResolver.Arrival;
import dev.gatehouse.protocols.api.CredentialsResolver.Resolved;
import dev.gatehouse.runtime.schedule.ScheduleListener;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import dev.gatehouse.testkit.provider.ProviderDialect;
import dev.gatehouse.testkit.provider.ProviderScript;
import dev.gatehouse.testkit.provider.ScriptedAnswer;
import dev.gatehouse.testkit.provider.ScriptedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a program has to say about the sessions and runs of ticks.
@Timeout(300)
final class TickProgramsTest {

  private static final String YAML =
      """
      agents: { watcher: { prompt: You watch., model: demo/echo } }
      workflows: { inline: [{ id: flow, steps: [{ id: a, agent: watcher, prompt: Hi }] }] }
      schedules:
        agent: { agent: watcher, message: Look., every: 1h }
        flow: { workflow: flow, every: 1h }
      """;

  /// For a program that never answers: one that does must not be pressed for time.
  private static final String HASTY = "auth: { resolver-timeout: 300ms }\n" + YAML;

  @TempDir private Path folder;

  private final BlockingQueue<TickOutcome> heard = new LinkedBlockingQueue<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<SessionState> sessions = new CopyOnWriteArrayList<>();

  private GatewayPlan plan(String yaml) {
    return Gateway.plan()
        .config(ConfigFile.parse(yaml, "test", Environment.of(_ -> null)))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .ticks(
            new ScheduleListener() {
              @Override
              public void tick(Schedule schedule, TickOutcome outcome, ScheduleState state) {
                heard.add(outcome);
              }
            });
  }

  private TickResult fired(GatewayPlan plan, String name) throws InterruptedException {
    try (Gateway gateway = plan.embedded()) {
      gateway.schedules().openAlone("default/" + name);
      gateway.schedules().run("default/" + name, gateway.runtime().ids().run());
      return Objects.requireNonNull(heard.poll(120, TimeUnit.SECONDS), "no tick ended").result();
    }
  }

  @Test
  void hookHearsOfTheSessionsOfTicks() throws InterruptedException {
    fired(plan(YAML).hooks(hearing()), "agent");
    fired(plan(YAML).hooks(hearing()), "flow");

    assertThat(sessions)
        .extracting(session -> session.who().context())
        .containsExactly(
            Json.obj("schedule", Json.of("agent")), Json.obj("schedule", Json.of("flow")));
  }

  private Hooks hearing() {
    return new Hooks() {
      @Override
      public void sessionCreated(SessionState session) {
        sessions.add(session);
      }
    };
  }

  @Test
  void hookThatRefusesFailsTheTickAndEndsItsSession() throws InterruptedException {
    GatewayPlan plan =
        plan(YAML)
            .hooks(
                new Hooks() {
                  @Override
                  public void sessionCreated(SessionState session) {
                    sessions.add(session);
                    throw new IllegalStateException("no more today");
                  }
                });

    TickResult result = fired(plan, "agent");

    assertThat(result.kind()).isEqualTo(Kind.ERROR);
    assertThat(result.reason().orElseThrow()).contains("the session hook failed", "no more today");
    try (Gateway gateway = plan(YAML).embedded()) {
      var row =
          gateway.runtime().store().row(Rows.SESSION, sessions.getFirst().who().id()).orElseThrow();
      assertThat(row.status()).isEqualTo("ended");
    }
  }

  @Test
  void tickThatIsCalledOffBeforeItsRunBeginsIsCancelledAllTheSame() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(2);
    String yaml =
        """
        auth: { resolver-timeout: 120s }
        agents: { watcher: { prompt: You watch., model: demo/slow } }
        schedules: { a: { agent: watcher, message: count to 500, every: 1s, overlap: cancel } }
        """;
    GatewayPlan plan =
        plan(yaml)
            .hooks(
                new Hooks() {
                  @Override
                  public void sessionCreated(SessionState session) {
                    sessions.add(session);
                    second.countDown();
                    try {
                      second.await();
                    } catch (InterruptedException stopped) {
                      Thread.currentThread().interrupt();
                    }
                  }
                });

    try (Gateway gateway = plan.embedded()) {
      gateway.schedules().start();

      TickOutcome first = Objects.requireNonNull(heard.poll(120, TimeUnit.SECONDS));

      assertThat(first.result().kind()).isEqualTo(Kind.CANCELLED);
      var made = sessions.stream().map(session -> session.who().created()).sorted().toList();
      assertThat(first.millis())
          .isGreaterThanOrEqualTo(Duration.between(made.getFirst(), made.get(1)).toMillis());
    }
  }

  @Test
  void runtimeFactoryShapesAgentsAndLimitsWorkflows() throws InterruptedException {
    ScriptedModel silent = ScriptedModel.of(Turn.waits(never), Turn.waits(never));
    GatewayPlan plan =
        plan(YAML.replace(", model: demo/echo", ""))
            .provider("puppet", silent)
            .model("puppet/one")
            .runtimeFactory(
                (agent, _, _, _) -> agent.with(agent.limits().withTimeout(Duration.ofMillis(1))));

    assertThat(fired(plan, "agent").reason().orElse("")).contains("timeout");
    assertThat(fired(plan, "flow").reason().orElse("")).contains("timeout");
  }

  @Test
  void factoryThatDoesNotAnswerFailsTheTick() throws InterruptedException {
    GatewayPlan plan =
        plan(HASTY)
            .runtimeFactory((agent, _, _, _) -> {
              never.await();
              return agent;
            });

    assertThat(fired(plan, "agent").reason())
        .contains("the runtime factory did not answer within 300 ms");
  }

  @Test
  void resolverSaysWhoseCredentialsPayForATick() throws InterruptedException {
    try (ScriptedProvider provider = ScriptedProvider.start()) {
      provider.always(ProviderScript.answer(ScriptedAnswer.text("Fine.")));
      String yaml =
          YAML.replace("demo/echo", "anthropic/story")
              + "providers: { anthropic: { base-url: \"%s\" } }"
                  .formatted(provider.baseUrl(ProviderDialect.ANTHROPIC));
      List<Arrival> arrivals = new CopyOnWriteArrayList<>();
      GatewayPlan plan =
          plan(yaml)
              .credentials(arrival -> {
                arrivals.add(arrival);
                return Optional.of(
                    new Resolved(
                        "payer",
                        Optional.empty(),
                        Map.of("anthropic", Credential.key("key-of-the-payer"))));
              });

      TickResult result = fired(plan, "agent");

      assertThat(result.text()).contains("Fine.");
      assertThat(provider.calls().getFirst().headers().toString()).contains("key-of-the-payer");
      assertThat(arrivals).extracting(Arrival::apiKey).containsExactly("");
      assertThat(arrivals.getFirst().context()).isEqualTo(Json.obj("schedule", Json.of("agent")));
    }
  }

  @Test
  void tickNobodyPaysForFails() throws InterruptedException {
    TickResult result = fired(plan(YAML).credentials(_ -> Optional.empty()), "flow");

    assertThat(result.kind()).isEqualTo(Kind.ERROR);
    assertThat(result.reason())
        .contains(
            "the credentials resolver knows no credential for user \"_schedules\" of tenant"
                + " \"default\"");
  }
}
