package dev.gatehouse.core.routing;

import dev.gatehouse.core.routing.Score.Standing;
import java.time.Duration;
import java.util.Optional;

/// A deployment that may be asked, as it is at this moment.
///
/// @param name `provider/model`
/// @param rank its place in the chain, from 0; keys of one deployment share one
/// @param weight its share among others
/// @param health whether it can be asked
/// @param numbers what is known of it
public record Deployment(String name, int rank, int weight, Health health, Numbers numbers) {

  /// Refuses a negative place or weight.
  public Deployment {
    if (rank < 0 || weight < 0) {
      throw new IllegalArgumentException(
          "'" + name + "' has place " + rank + " and weight " + weight + "; both start at 0");
    }
  }

  /// {@return whether it can be asked, and has room}
  Standing standing() {
    boolean full = numbers.most().filter(most -> numbers.inFlight() >= most).isPresent();
    return health.standing() == Standing.FIT && full ? Standing.BUSY : health.standing();
  }

  /// Whether a deployment can be asked.
  ///
  /// @param remark why not, or what else is to be said; empty for nothing
  /// @param rest how much longer it cannot
  public record Health(Standing standing, String remark, Duration rest) {

    /// Nothing speaks against it.
    public static final Health GOOD = new Health(Standing.FIT, "", Duration.ZERO);

    /// It cannot be asked at all.
    public static Health unfit(String remark) {
      return new Health(Standing.UNFIT, remark, Duration.ZERO);
    }

    /// It cannot be asked for a while.
    public static Health resting(String remark, Duration rest) {
      return new Health(Standing.RESTING, remark, rest);
    }
  }

  /// What is known of a deployment.
  ///
  /// @param inFlight the calls in flight
  /// @param most how many there should be; any number when absent
  /// @param latency how long it took of late until the first word
  /// @param price what a typical call costs, in dollars
  public record Numbers(
      int inFlight, Optional<Integer> most, Optional<Duration> latency, Optional<Double> price) {

    /// An idle deployment of which nothing is known.
    public static final Numbers UNKNOWN =
        new Numbers(0, Optional.empty(), Optional.empty(), Optional.empty());

    /// {@return these with so many calls in flight}
    public Numbers withInFlight(int calls) {
      return new Numbers(calls, most, latency, price);
    }

    /// {@return these with a bound on calls in flight}
    public Numbers withMost(int calls) {
      return new Numbers(inFlight, Optional.of(calls), latency, price);
    }

    /// {@return these with a latency}
    public Numbers withLatency(Duration time) {
      return new Numbers(inFlight, most, Optional.of(time), price);
    }

    /// {@return these with a price}
    public Numbers withPrice(double dollars) {
      return new Numbers(inFlight, most, latency, Optional.of(dollars));
    }
  }
}
