package dev.gatehouse.core.run;

import dev.gatehouse.core.money.Cost;
import java.time.Duration;
import java.util.Optional;

/// How far a run may go before it stops by itself.
///
/// @param maxTurns the most model turns, from 1
/// @param maxCost the most the run and its children may spend
/// @param maxTokens the most tokens, read and written, that the run may use
/// @param timeout how long it may take, counted from its start or its last resumption
public record RunLimits(
    int maxTurns, Optional<Cost> maxCost, Optional<Long> maxTokens, Optional<Duration> timeout) {

  /// Fifty turns and nothing else.
  public static final RunLimits STANDARD =
      new RunLimits(50, Optional.empty(), Optional.empty(), Optional.empty());

  /// Refuses limits under which no run could do anything.
  public RunLimits {
    if (maxTurns < 1) {
      throw new IllegalArgumentException("max turns must be at least 1, not " + maxTurns);
    }
    if (maxTokens.isPresent() && maxTokens.get() < 1) {
      throw new IllegalArgumentException("max tokens must be at least 1, not " + maxTokens.get());
    }
    if (timeout.isPresent() && !timeout.get().isPositive()) {
      throw new IllegalArgumentException("the timeout must be positive, not " + timeout.get());
    }
  }

  /// {@return these limits with another number of turns}
  public RunLimits withMaxTurns(int turns) {
    return new RunLimits(turns, maxCost, maxTokens, timeout);
  }

  /// {@return these limits with a budget}
  public RunLimits withMaxCost(Cost cost) {
    return new RunLimits(maxTurns, Optional.of(cost), maxTokens, timeout);
  }

  /// {@return these limits with a bound on tokens}
  public RunLimits withMaxTokens(long tokens) {
    return new RunLimits(maxTurns, maxCost, Optional.of(tokens), timeout);
  }

  /// {@return these limits with a time limit}
  public RunLimits withTimeout(Duration limit) {
    return new RunLimits(maxTurns, maxCost, maxTokens, Optional.of(limit));
  }
}
