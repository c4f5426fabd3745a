package dev.gatehouse.gateway.config;

import dev.gatehouse.core.routing.Care;
import dev.gatehouse.core.routing.Strategy;
import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.List;

/// A name for several models that can stand in for each other.
public record ModelConfig(
    @Required @Doc("The models, as provider/name, the preferred first.") List<String> chain,
    @Doc("How one is chosen.") Strategy strategy,
    @Doc("The share of each model of the chain, for weighted; equal when absent.")
        List<Integer> weights,
    @Doc("How many calls of one turn may fail at a model before another is asked.") int attempts,
    @Doc("How long a model rests that limits the rate and does not say for how long.")
        Duration cooldown,
    @Doc("When a model that keeps failing is left out.") BreakerConfig breaker) {

  /// More would not be failing over but trying everything.
  private static final int MAX_CHAIN = 16;

  /// How a model is chosen; the chain itself has no standard.
  static final ModelConfig STANDARD =
      new ModelConfig(
          List.of("demo/demo"),
          Strategy.PRIORITY,
          List.of(),
          Care.STANDARD.attempts(),
          Care.STANDARD.cooldown(),
          BreakerConfig.STANDARD);

  /// Requires at least one model, each once, and weights that fit them.
  public ModelConfig {
    chain = List.copyOf(chain);
    weights = List.copyOf(weights);
    Require.within("attempts", attempts, 1, 100);
    if (chain.isEmpty()) {
      throw new BadValueException("chain", " must name at least one model");
    }
    if (chain.size() > MAX_CHAIN) {
      throw new BadValueException("chain", " may name at most " + MAX_CHAIN + " models");
    }
    if (chain.stream().distinct().count() < chain.size()) {
      throw new BadValueException("chain", " names a model twice");
    }
    requireWeights(chain, strategy, weights);
  }

  private static void requireWeights(List<String> chain, Strategy strategy, List<Integer> weights) {
    if (weights.isEmpty()) {
      return;
    }
    if (strategy != Strategy.WEIGHTED) {
      throw new BadValueException("weights", " count only with strategy weighted");
    }
    if (weights.size() != chain.size()) {
      throw new BadValueException(
          "weights",
          " must have one number for each of the "
              + chain.size()
              + " models, not "
              + weights.size());
    }
    if (weights.stream().anyMatch(each -> each < 0)
        || weights.stream().allMatch(each -> each == 0)) {
      throw new BadValueException("weights", " must not be negative, nor all be 0");
    }
  }

  /// These models, the first that works.
  public static ModelConfig of(String... chain) {
    return Replaced.in(STANDARD, "chain", List.of(chain));
  }

  /// {@return this chain with another way to choose}
  public ModelConfig withStrategy(Strategy other) {
    return Replaced.in(this, "strategy", other);
  }

  /// {@return this chain, chosen from in these proportions}
  public ModelConfig withWeights(Integer... shares) {
    return Replaced.in(withStrategy(Strategy.WEIGHTED), "weights", List.of(shares));
  }

  /// {@return this chain with another number of attempts at each model}
  public ModelConfig withAttempts(int calls) {
    return Replaced.in(this, "attempts", calls);
  }

  /// {@return this chain with another breaker}
  public ModelConfig withBreaker(BreakerConfig other) {
    return Replaced.in(this, "breaker", other);
  }

  /// {@return how a model of it is treated that fails}
  public Care care() {
    return new Care(attempts, cooldown, breaker.failures(), breaker.open());
  }

  /// When a model that keeps failing is left out.
  public record BreakerConfig(
      @Doc("How many calls in a row must fail.") int failures,
      @Doc("How long it is left out, twice as long each further time up to ten minutes.")
          Duration open) {

    /// After five failures, for half a minute.
    public static final BreakerConfig STANDARD =
        new BreakerConfig(Care.STANDARD.failures(), Care.STANDARD.open());

    /// Refuses a breaker that never closes or never opens.
    public BreakerConfig {
      Require.within("failures", failures, 1, 1_000);
      Require.positive("open", open);
    }
  }
}
