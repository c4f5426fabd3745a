package dev.gatehouse.core.routing;

import dev.gatehouse.core.routing.Score.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Measures candidates against each other by one strategy, as a number in (0, 1] and in words.
///
/// @param weights the weights of those that can be asked, together
/// @param fastest the shortest known latency in nanoseconds, 0 when none is known
/// @param cheapest the lowest known price
record Yardstick(Strategy strategy, long weights, long fastest, double cheapest) {

  /// What an unknown price is taken for: the worst.
  private static final double WORST = 0.001;

  static Yardstick of(Strategy strategy, List<Deployment> candidates) {
    List<Deployment> able =
        candidates.stream().filter(each -> each.standing().compareTo(Standing.BUSY) <= 0).toList();
    return new Yardstick(
        strategy,
        able.stream().mapToLong(Deployment::weight).sum(),
        able.stream()
            .flatMap(each -> each.numbers().latency().stream())
            .mapToLong(Duration::toNanos)
            .min()
            .orElse(0),
        able.stream()
            .flatMap(each -> each.numbers().price().stream())
            .mapToDouble(price -> price)
            .min()
            .orElse(0));
  }

  double score(Deployment candidate) {
    Deployment.Numbers numbers = candidate.numbers();
    return switch (strategy) {
      case PRIORITY -> 1.0 / (1 + candidate.rank());
      case WEIGHTED -> weights == 0 ? 1 : Math.max(WORST, (double) candidate.weight() / weights);
      case LEAST_BUSY -> 1.0 / (1 + numbers.inFlight());
      case LATENCY ->
          numbers
              .latency()
              .map(time -> ratio((double) fastest, (double) time.toNanos()))
              .orElse(1.0);
      case COST -> numbers.price().map(price -> ratio(cheapest, price)).orElse(WORST);
    };
  }

  private static double ratio(double best, double own) {
    return own <= best ? 1 : Math.max(WORST, best / own);
  }

  String reason(Deployment candidate) {
    Deployment.Numbers numbers = candidate.numbers();
    return switch (strategy) {
      case PRIORITY -> "place " + (candidate.rank() + 1) + " in the chain";
      case WEIGHTED -> "weight " + candidate.weight() + " of " + weights;
      case LEAST_BUSY -> numbers.inFlight() + " in flight";
      case LATENCY ->
          numbers
              .latency()
              .map(time -> "first word after " + time.toMillis() + " ms")
              .orElse("not measured of late");
      case COST ->
          numbers
              .price()
              .map(price -> String.format(Locale.ROOT, "%.6f dollars for a typical call", price))
              .orElse("price unknown");
    };
  }
}
