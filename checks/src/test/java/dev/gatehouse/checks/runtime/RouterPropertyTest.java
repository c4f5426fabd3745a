package dev.gatehouse.checks.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.routing.Care;
import dev.gatehouse.core.routing.Strategy;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.runtime.catalog.Resolution.Found;
import dev.gatehouse.runtime.catalog.Resolution.Member;
import dev.gatehouse.runtime.catalog.Resolution.Pool;
import dev.gatehouse.runtime.routing.HealthBook;
import dev.gatehouse.runtime.routing.HealthBook.Report;
import dev.gatehouse.runtime.routing.HealthBook.State;
import dev.gatehouse.runtime.routing.ModelRouter;
import dev.gatehouse.runtime.routing.ModelRouter.Pick;
import dev.gatehouse.testkit.random.Draw;
import dev.gatehouse.testkit.random.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A router among deployments that come and go, against what its own book says before each choice.
class RouterPropertyTest {

  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  private static final List<Failure.Code> CODES =
      List.of(
          Failure.Code.OVERLOADED,
          Failure.Code.RATE_LIMITED,
          Failure.Code.CONNECTION,
          Failure.Code.AUTH,
          Failure.Code.BAD_REQUEST);

  @Test
  void whatIsOutIsNeverAskedWhileAnythingElseCanBe() {
    Seeds.tryAll(Seeds.count("routers", 300), draw -> new World(draw).live());
  }

  @Test
  void aBreakerOpensGoesOnTrialAndClosesAgain() {
    World world =
        new World(new Draw(1), new Care(1, Duration.ofSeconds(30), 2, Duration.ofSeconds(30)));
    Failure broken = Failure.of(Failure.Code.SERVER_ERROR, "broken");

    world.fails(broken);
    world.fails(broken);

    assertThat(world.state()).isEqualTo(State.OPEN);
    world.pass(Duration.ofSeconds(30));
    assertThat(world.state()).isEqualTo(State.TRIAL);
    world.fails(broken);
    world.pass(Duration.ofSeconds(59));
    assertThat(world.state()).as("twice as long the second time").isEqualTo(State.OPEN);
    world.pass(Duration.ofSeconds(1));
    world.succeeds();
    assertThat(world.state()).isEqualTo(State.HEALTHY);
  }

  @Test
  void aCooldownLastsAsLongAsItWasAskedFor() {
    World world = new World(new Draw(1), Care.STANDARD);

    world.fails(
        Failure.of(Failure.Code.RATE_LIMITED, "slow").withRetryAfter(Duration.ofSeconds(7)));

    assertThat(world.state()).isEqualTo(State.COOLING);
    world.pass(Duration.ofSeconds(7));
    assertThat(world.state()).isEqualTo(State.HEALTHY);
  }

  /// Some deployments, a clock that is moved by hand, and calls in flight.
  private static final class World {

    private final Draw draw;
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final HealthBook book = new HealthBook(now::get);
    private final ModelRouter router = new ModelRouter(book);
    private final Pool pool;
    private final List<Pick> flying = new ArrayList<>();

    World(Draw draw) {
      this(
          draw,
          new Care(
              draw.between(1, 3),
              Duration.ofSeconds(draw.between(1, 60)),
              draw.between(1, 4),
              Duration.ofSeconds(draw.between(1, 60))));
    }

    World(Draw draw, Care care) {
      this.draw = draw;
      List<Member> members = new ArrayList<>();
      for (int rank = 0; rank < draw.between(1, 5); rank++) {
        Optional<ModelFacts> facts =
            Optional.of(new ModelFacts(SmallCatalog.PRICE, 1_000, 1_000, Optional.empty()));
        Found found = new Found("d" + rank, "m", (_, _, _) -> replied(), facts, Optional.empty());
        Optional<Integer> most =
            draw.chance(0.5) ? Optional.of(draw.between(1, 3)) : Optional.empty();
        members.add(new Member(found, rank, draw.between(0, 5), most));
      }
      pool = new Pool("pool", draw.oneOf(List.of(Strategy.values())), care, members);
    }

    private static ModelOutcome replied() {
      return new ModelOutcome.Replied(List.of(), StopReason.END_TURN, Usage.NONE, "m");
    }

    private static RunState run() {
      return RunState.of(
          new RunSpec(
              RunSpec.Origin.of("run", "session", RunSpec.Kind.CHAT),
              new RunSpec.Owner("t", "u", "user", Optional.empty(), RunSpec.Watch.WATCHED),
              AgentProfile.of("a", "", "pool"),
              RunLimits.STANDARD,
              RunSpec.Request.of(List.of(Message.user("hi")), START)));
    }

    void live() {
      for (int step = 0; step < 120; step++) {
        switch (draw.below(4)) {
          case 0 -> pass(Duration.ofSeconds(draw.between(1, 40)));
          case 1, 2 -> choose();
          default -> land();
        }
      }
      while (!flying.isEmpty()) {
        land();
      }
      assertThat(reports()).allMatch(each -> each.tally().inFlight() == 0);
    }

    void pass(Duration time) {
      now.updateAndGet(then -> then.plus(time));
    }

    private List<Report> reports() {
      return pool.members().stream().map(each -> book.report(each.found().name())).toList();
    }

    State state() {
      return reports().getFirst().state();
    }

    void fails(Failure failure) {
      end(router.pick(pool, only(), 0).orElseThrow(), new ModelOutcome.Failed(failure, Usage.NONE));
    }

    void succeeds() {
      end(router.pick(pool, only(), 0).orElseThrow(), replied());
    }

    private RunState only() {
      return run();
    }

    private void end(Pick pick, ModelOutcome outcome) {
      router.learn(pick, run(), outcome, Duration.ofMillis(draw.between(1, 500)));
    }

    private void choose() {
      List<Report> before = reports();
      Set<String> idle =
          before.stream()
              .filter(each -> canBeAsked(each) && hasRoom(each))
              .map(Report::name)
              .collect(Collectors.toSet());
      Set<String> able =
          before.stream().filter(World::canBeAsked).map(Report::name).collect(Collectors.toSet());

      Pick pick = router.pick(pool, run(), draw.fraction()).orElseThrow();

      String chosen = pick.found().name();
      if (!idle.isEmpty()) {
        assertThat(idle).contains(chosen);
      } else if (!able.isEmpty()) {
        assertThat(able).contains(chosen);
      }
      if (pool.strategy() == Strategy.LEAST_BUSY && !idle.isEmpty()) {
        assertThat(inFlight(before, chosen))
            .isEqualTo(idle.stream().mapToInt(each -> inFlight(before, each)).min().orElseThrow());
      }
      flying.add(pick);
    }

    private static int inFlight(List<Report> reports, String name) {
      return reports.stream()
          .filter(each -> each.name().equals(name))
          .mapToInt(each -> each.tally().inFlight())
          .sum();
    }

    /// One on trial can be asked once.
    private static boolean canBeAsked(Report report) {
      return report.state() == State.HEALTHY
          || (report.state() == State.TRIAL && report.because().startsWith("goes on trial"));
    }

    private boolean hasRoom(Report report) {
      return pool.members().stream()
          .filter(each -> each.found().name().equals(report.name()))
          .allMatch(each ->
              each.maxConcurrent().filter(most -> report.tally().inFlight() >= most).isEmpty());
    }

    private void land() {
      if (flying.isEmpty()) {
        return;
      }
      Pick pick = flying.remove(draw.below(flying.size()));
      Optional<String> elsewhere =
          draw.chance(0.5)
              ? router.learn(pick, run(), replied(), Duration.ofMillis(draw.between(1, 500)))
              : router.learn(pick, run(), failed(), Duration.ZERO);
      elsewhere.ifPresent(other -> {
        assertThat(other).isNotEqualTo(pick.found().name());
        assertThat(book.report(other).state()).isIn(State.HEALTHY, State.TRIAL);
      });
    }

    private ModelOutcome failed() {
      Failure failure = Failure.of(draw.oneOf(CODES), "no");
      return new ModelOutcome.Failed(
          draw.chance(0.3) ? failure.withRetryAfter(Duration.ofSeconds(5)) : failure, Usage.NONE);
    }
  }
}
