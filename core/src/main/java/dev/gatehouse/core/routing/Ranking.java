package dev.gatehouse.core.routing;

import dev.gatehouse.core.routing.Score.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Chooses one of several deployments that can stand in for each other.
///
/// Those that can be asked and have room come first; of them the strategy chooses. When there is
/// none, one that has as much to do as it should is asked; when there is none of these either, the
/// one that will soonest be asked again: a call that fails says more than no call. One that cannot
/// be asked at all is never chosen.
///
/// A run keeps to the deployment it has spoken to, while that is fit: the provider's prompt cache
/// and the model's signed thoughts belong to it. Equals are decided by the calls in flight, then by
/// the draw.
public final class Ranking {

  private final Strategy strategy;
  private final List<Deployment> candidates;
  private final Yardstick yardstick;

  /// What was chosen, and why.
  ///
  /// @param chosen the deployment; nothing when none can be asked at all
  /// @param scores all that were looked at, in the order of the chain
  public record Choice(Optional<String> chosen, List<Score> scores) {

    /// Copies the scores.
    public Choice {
      scores = List.copyOf(scores);
    }
  }

  private Ranking(Strategy strategy, List<Deployment> candidates) {
    this.strategy = strategy;
    this.candidates = candidates;
    this.yardstick = Yardstick.of(strategy, candidates);
  }

  /// {@return the deployment to ask, and all that were looked at}
  ///
  /// @param kept the deployment the run has spoken to
  /// @param draw a number in [0, 1)
  public static Choice choose(
      Strategy strategy, List<Deployment> candidates, Optional<String> kept, double draw) {
    Ranking ranking = new Ranking(strategy, List.copyOf(candidates));
    Optional<Deployment> chosen =
        ranking
            .of(Standing.FIT)
            .filter(each -> kept.filter(each.name()::equals).isPresent())
            .findFirst()
            .or(() -> ranking.drawn(Standing.FIT, draw))
            .or(() -> ranking.drawn(Standing.BUSY, draw))
            .or(ranking::soonest);
    return new Choice(chosen.map(Deployment::name), ranking.scores(kept));
  }

  private java.util.stream.Stream<Deployment> of(Standing standing) {
    return candidates.stream().filter(each -> each.standing() == standing);
  }

  private Optional<Deployment> drawn(Standing standing, double draw) {
    List<Deployment> able = of(standing).toList();
    if (able.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(strategy == Strategy.WEIGHTED ? weighted(able, draw) : best(able, draw));
  }

  /// Weights count among those that can be asked; those without any take the rest.
  private static Deployment weighted(List<Deployment> able, double draw) {
    long total = able.stream().mapToLong(Deployment::weight).sum();
    if (total == 0) {
      return able.get((int) (draw * able.size()));
    }
    double left = draw * total;
    for (Deployment each : able) {
      left -= each.weight();
      if (left < 0) {
        return each;
      }
    }
    return able.getLast();
  }

  private Deployment best(List<Deployment> able, double draw) {
    double highest = able.stream().mapToDouble(yardstick::score).max().orElseThrow();
    List<Deployment> equals =
        able.stream().filter(each -> yardstick.score(each) == highest).toList();
    int calls = equals.stream().mapToInt(each -> each.numbers().inFlight()).min().orElseThrow();
    List<Deployment> idlest =
        equals.stream().filter(each -> each.numbers().inFlight() == calls).toList();
    return idlest.get((int) (draw * idlest.size()));
  }

  private Optional<Deployment> soonest() {
    return of(Standing.RESTING)
        .min(
            Comparator.comparing((Deployment each) -> each.health().rest())
                .thenComparingInt(Deployment::rank));
  }

  private List<Score> scores(Optional<String> kept) {
    List<Score> scores = new ArrayList<>();
    for (Deployment each : candidates) {
      Standing standing = each.standing();
      boolean able = standing == Standing.FIT || standing == Standing.BUSY;
      List<String> reasons = new ArrayList<>();
      if (!each.health().remark().isEmpty()) {
        reasons.add(each.health().remark());
      }
      if (able) {
        reasons.add(yardstick.reason(each));
      }
      if (standing == Standing.BUSY) {
        reasons.add("has as many calls in flight as it should");
      }
      if (able && kept.filter(each.name()::equals).isPresent()) {
        reasons.add("holds the conversation");
      }
      scores.add(new Score(each.name(), able ? yardstick.score(each) : 0, standing, reasons));
    }
    return scores;
  }
}
