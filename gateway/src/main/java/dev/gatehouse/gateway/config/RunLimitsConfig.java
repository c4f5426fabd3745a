package dev.gatehouse.gateway.config;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.Optional;

/// What one run may use; what is absent is left to whoever is asked next.
public record RunLimitsConfig(
    @Doc("The most model turns.") Optional<Integer> maxTurns,
    @Doc("The most US dollars.") Optional<Cost> maxBudgetUsd,
    @Doc("The most tokens, read and written.") Optional<Long> maxTokens,
    @Doc("The longest it may take.") Optional<Duration> timeout) {

  /// No limit of its own.
  public static final RunLimitsConfig STANDARD =
      new RunLimitsConfig(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Refuses limits under which no run could do anything.
  public RunLimitsConfig {
    maxTurns.ifPresent(turns -> Require.within("max-turns", turns, 1, 1_000_000));
    maxTokens.ifPresent(tokens -> Require.within("max-tokens", tokens, 1, Long.MAX_VALUE));
    maxBudgetUsd.ifPresent(
        cost -> Require.within("max-budget-usd in billionths", cost.value(), 1, Long.MAX_VALUE));
    timeout.ifPresent(limit -> Require.positive("timeout", limit));
  }

  /// {@return these limits, and those of another where these say nothing}
  public RunLimits over(RunLimits other) {
    return new RunLimits(
        maxTurns.orElse(other.maxTurns()),
        maxBudgetUsd.or(other::maxCost),
        maxTokens.or(other::maxTokens),
        timeout.or(other::timeout));
  }

  /// {@return these limits with a number of turns}
  public RunLimitsConfig withMaxTurns(int turns) {
    return new RunLimitsConfig(Optional.of(turns), maxBudgetUsd, maxTokens, timeout);
  }

  /// {@return these limits with a budget}
  public RunLimitsConfig withMaxBudgetUsd(Cost budget) {
    return new RunLimitsConfig(maxTurns, Optional.of(budget), maxTokens, timeout);
  }

  /// {@return these limits with a time limit}
  public RunLimitsConfig withTimeout(Duration limit) {
    return new RunLimitsConfig(maxTurns, maxBudgetUsd, maxTokens, Optional.of(limit));
  }
}
