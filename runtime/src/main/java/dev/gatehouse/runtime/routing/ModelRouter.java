package dev.gatehouse.runtime.routing;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.routing.Deployment;
import dev.gatehouse.core.routing.Deployment.Health;
import dev.gatehouse.core.routing.Deployment.Numbers;
import dev.gatehouse.core.routing.Ranking;
import dev.gatehouse.core.routing.Remedy;
import dev.gatehouse.core.routing.Score.Standing;
import dev.gatehouse.core.routing.Selection;
import dev.gatehouse.core.run.Progress;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.runtime.catalog.Resolution;
import dev.gatehouse.runtime.catalog.Resolution.Member;
import dev.gatehouse.runtime.catalog.Resolution.Pool;
import dev.gatehouse.runtime.routing.HealthBook.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Chooses the deployment that a model call goes to, learns from how it ended, and says whether
/// another one stands ready.
public final class ModelRouter {

  /// By this, prices of deployments are compared: a question of middling length with a short
  /// answer.
  private static final Usage TYPICAL = new Usage(3_000, 500, 0, 0, 0);

  private final HealthBook book;

  /// A router that goes by what a book says.
  public ModelRouter(HealthBook book) {
    this.book = book;
  }

  /// A deployment that was chosen.
  ///
  /// @param selection how, when there was a choice
  /// @param flight the call, which counts from now on
  public record Pick(Pool pool, Member member, Optional<Selection> selection, Flight flight) {

    /// {@return the deployment}
    public Resolution.Found found() {
      return member.found();
    }
  }

  /// Chooses a deployment for a run's next call.
  ///
  /// @param draw a number in [0, 1)
  /// @return nothing when the run may ask none of them
  public Optional<Pick> pick(Pool pool, RunState run, double draw) {
    List<Ranking.Choice> made = new ArrayList<>(1);
    Optional<Flight> flight =
        book.begin(seen -> {
          Ranking.Choice choice =
              Ranking.choose(pool.strategy(), candidates(pool, run, seen), kept(run), draw);
          made.add(choice);
          return choice.chosen();
        });
    return flight.map(begun ->
        new Pick(pool, member(pool, begun.deployment()), selection(pool, made.getFirst()), begun));
  }

  /// {@return why a run may ask none of a pool}
  public static Failure priceless(Pool pool) {
    return Failure.of(
        Failure.Code.BAD_REQUEST,
        "model '"
            + pool.name()
            + "' has no known price, so a budget cannot be kept; add it to the price table");
  }

  private static Optional<Selection> selection(Pool pool, Ranking.Choice choice) {
    return pool.members().size() > 1
        ? Optional.of(new Selection(pool.name(), pool.strategy(), choice.scores()))
        : Optional.empty();
  }

  private static Member member(Pool pool, String deployment) {
    return pool.members().stream()
        .filter(each -> each.found().name().equals(deployment))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<String> kept(RunState run) {
    return Optional.of(run.progress().call().model()).filter(name -> !name.isEmpty());
  }

  private static List<Deployment> candidates(Pool pool, RunState run, Function<String, Seen> seen) {
    List<Deployment> candidates = new ArrayList<>();
    for (Member member : pool.members()) {
      Seen known = seen.apply(member.found().name());
      Numbers numbers =
          new Numbers(
              known.inFlight(),
              member.maxConcurrent(),
              known.latency(),
              member.found().facts().map(ModelRouter::price));
      candidates.add(
          new Deployment(
              member.found().name(),
              member.rank(),
              member.weight(),
              health(member, run, known.health()),
              numbers));
    }
    return candidates;
  }

  private static double price(ModelFacts facts) {
    return facts.cost(TYPICAL).dollars().doubleValue();
  }

  private static Health health(Member member, RunState run, Health seen) {
    if (member.found().facts().isEmpty() && run.control().limits().maxCost().isPresent()) {
      return Health.unfit("its price is unknown, and the run has a budget");
    }
    boolean left = run.progress().left().contains(member.found().name());
    return left && seen.standing() == Standing.FIT
        ? Health.resting("failed in this turn", Duration.ZERO)
        : seen;
  }

  /// Learns from how a call ended.
  ///
  /// @param latency how long it took until the first word
  /// @return the deployment that stands ready, when a failure is better met by asking another one
  public Optional<String> learn(Pick pick, RunState run, ModelOutcome outcome, Duration latency) {
    pick.flight().close();
    switch (outcome) {
      case ModelOutcome.Replied _ -> book.succeeded(pick.flight(), latency);
      case ModelOutcome.CutOff _ -> {}
      case ModelOutcome.Failed failed ->
          book.failed(pick.flight(), failed.failure(), key(pick), pick.pool().care());
    }
    return outcome instanceof ModelOutcome.Failed failed
        ? elsewhere(pick, run, failed)
        : Optional.empty();
  }

  private static Remedy.Keyholder key(Pick pick) {
    return pick.found().credential().isPresent()
        ? Remedy.Keyholder.CALLER
        : Remedy.Keyholder.GATEWAY;
  }

  private Optional<String> elsewhere(Pick pick, RunState run, ModelOutcome.Failed failed) {
    boolean out = book.seen(pick.found().name()).health().standing() == Standing.RESTING;
    int failures = failuresHere(pick, run.progress()) + 1;
    Remedy remedy = Remedy.of(failed.failure(), failures, pick.pool().care().attempts(), key(pick));
    return remedy == Remedy.ELSEWHERE || (remedy == Remedy.HERE && out)
        ? ready(pick, run)
        : Optional.empty();
  }

  /// A call may have gone elsewhere although the last one was to be made again where it failed.
  private static int failuresHere(Pick pick, Progress progress) {
    return progress.call().model().equals(pick.found().name()) ? progress.failures() : 0;
  }

  private Optional<String> ready(Pick pick, RunState run) {
    return candidates(pick.pool(), run, book::seen).stream()
        .filter(each -> !each.name().equals(pick.found().name()))
        .filter(each -> each.health().standing() == Standing.FIT)
        .map(Deployment::name)
        .findFirst();
  }
}
