package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.testkit.InMemoryStore;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/// A runtime that is closed in the middle of its work.
@Isolated
final class ClosedRuntimeTest {

  private static final int ROUNDS = 60;
  private static final int CALLERS = 4;
  private static final int MOST = 40;

  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.gatehouse");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final InMemoryStore store = new InMemoryStore();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void closedRuntimeLeavesItsWorkToTheNextOneWithoutAnError() throws InterruptedException {
    Random random = new Random(11);
    for (int round = 0; round < ROUNDS; round++) {
      AgentRuntime runtime = runtime();
      CountDownLatch begun = new CountDownLatch(random.nextInt(MOST));
      Scope callers = new Scope();
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.fork("caller", () -> keepCalling(runtime, begun));
      }
      assertThat(begun.await(120, TimeUnit.SECONDS)).isTrue();
      runtime.close(Duration.ZERO);
      callers.close();
    }

    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  @Test
  void nothingBeginsInAScopeThatIsClosed() {
    Scope scope = new Scope();
    scope.close();

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> scope.fork("late", () -> {})))
        .hasMessageContaining("late");
  }

  private AgentRuntime runtime() {
    Model model =
        ScriptedModel.of(
            IntStream.range(0, 5000)
                .mapToObj(_ -> Turn.waits(Duration.ofMillis(2)).thenSays("Done."))
                .toArray(Turn[]::new));
    return AgentRuntime.open(
        new AgentRuntime.Parts(
            store.events(),
            store.blobs(),
            new SmallCatalog(AgentProfile.of("one", "You work.", "model"), model, List.of()),
            new NetworkntValidator(),
            InstantSource.system(),
            new Budgets(_ -> Optional.empty()),
            (_, _) -> {}));
  }

  /// Calls until it is refused, since the runtime is closed.
  private static void keepCalling(AgentRuntime runtime, CountDownLatch begun) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        begin(runtime);
        begun.countDown();
      }
    } catch (RuntimeException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Every other run is told to stop at once, which calls off what is in flight.
  private static void begin(AgentRuntime runtime) {
    String session = runtime.ids().session();
    String run = runtime.ids().run();
    runtime.post(
        session,
        new Changes.Open(
            new SessionCreated(
                session,
                "t",
                "key",
                "u",
                Optional.empty(),
                Json.object().build(),
                runtime.clock().instant()),
            List.of()));
    runtime.post(
        session,
        new Changes.Begin(
            new RunSpec(
                RunSpec.Origin.of(run, session, RunSpec.Kind.AGENT),
                new RunSpec.Owner("t", "u", "user", Optional.empty(), RunSpec.Watch.HEADLESS),
                AgentProfile.of("one", "You work.", "model"),
                RunLimits.STANDARD,
                RunSpec.Request.of(List.of(Message.user("Go.")), runtime.clock().instant())),
            false));
    runtime.tell(session, run, new RunInput.Steer(List.of(Message.user("More.")), "u"));
  }
}
