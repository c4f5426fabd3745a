package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Place;
import dev.gatehouse.testkit.InMemoryStore;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BudgetUnderLoadTest {

  private static final int RUNS = 200;

  /// Each answer costs 10 + 500 × 10 = 5,010 millionths of a dollar; the worst case is about
  /// 40,000.
  private static final Model SPENDER =
      (_, listener, _) -> {
        listener.text("spent");
        listener.drained();
        return new ModelOutcome.Replied(
            List.of(new Content.Text("spent")),
            StopReason.END_TURN,
            new Usage(10, 500, 0, 0, 0),
            "fake");
      };

  @Test
  void parallelRunsOfOneSessionOverspendNothing() throws InterruptedException {
    Cost cap = Cost.ofDollars(new BigDecimal("0.20"));
    try (Desk desk = Desk.with(new InMemoryStore(), SPENDER, List.of(), Optional.of(cap))) {
      String session = desk.session();

      List<StopReason> stops = stops(desk, session);

      Cost spent = desk.store().events().balance(Budgets.session(session));
      long paid = stops.stream().filter(stop -> stop == StopReason.END_TURN).count();
      long refused = stops.stream().filter(stop -> stop == StopReason.BUDGET).count();
      assertThat(spent).isLessThanOrEqualTo(cap);
      assertThat(paid + refused).isEqualTo(RUNS);
      assertThat(refused).isPositive();
      assertThat(spent.value()).isEqualTo(paid * 5_010_000L);
    }
  }

  private static List<StopReason> stops(Desk desk, String session) throws InterruptedException {
    Queue<StopReason> stops = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(RUNS);
    try (Scope scope = new Scope()) {
      for (int number = 0; number < RUNS; number++) {
        RunSpec spec =
            desk.spec(session, RunSpec.Kind.AGENT, RunLimits.STANDARD, Message.user("spend"));
        scope.fork(
            spec.id(),
            () -> {
              desk.runtime().post(session, new Changes.Begin(spec));
              stops.add(stop(desk, spec.id()));
              done.countDown();
            });
      }
      done.await();
    }
    return List.copyOf(stops);
  }

  private static StopReason stop(Desk desk, String run) {
    try {
      return completed(desk.watch(run, Place.START)).stop();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static RunEvent.RunCompleted completed(List<Frame> seen) {
    return (RunEvent.RunCompleted) ((Frame.Body.Recorded) seen.getLast().body()).event();
  }

  @Test
  void aRunThatCameToItsBudgetGoesOnWhenItIsRaised() throws InterruptedException {
    try (Desk desk = Desk.with(SPENDER)) {
      String session = desk.session();
      RunLimits poor = RunLimits.STANDARD.withMaxCost(Cost.ofDollars(new BigDecimal("0.001")));
      RunSpec spec = desk.spec(session, RunSpec.Kind.AGENT, poor, Message.user("spend"));
      desk.runtime().post(session, new Changes.Begin(spec));
      assertThat(completed(desk.watch(spec.id(), Place.START)).stop()).isEqualTo(StopReason.BUDGET);

      RunLimits rich = RunLimits.STANDARD.withMaxCost(Cost.ofDollars(BigDecimal.ONE));
      desk.runtime()
          .post(session, new Changes.Resume(spec.id(), new RunInput.Resume("user", rich)));
      List<Frame> seen = desk.watch(spec.id(), Place.START);

      assertThat(completed(seen).stop()).isEqualTo(StopReason.END_TURN);
      assertThat(Desk.text(seen)).isEqualTo("spent");
    }
  }
}
