package dev.gatehouse.core.money;

import java.util.Optional;

/// What is known about a model without asking its provider.
///
/// @param price what its tokens cost
/// @param contextWindow how many tokens it reads and writes in one call, at most
/// @param maxOutput how many of them it writes, at most
/// @param longPrompt what its tokens cost when the prompt is long, where that differs
public record ModelFacts(
    Price price, long contextWindow, long maxOutput, Optional<LongPrompt> longPrompt) {

  /// Refuses sizes that mean nothing.
  public ModelFacts {
    if (contextWindow < 1 || maxOutput < 1 || maxOutput > contextWindow) {
      throw new IllegalArgumentException(
          "a model that writes \""
              + maxOutput
              + "\" of \""
              + contextWindow
              + "\" tokens cannot be");
    }
  }

  /// {@return what one call with this usage costs; the usage of several calls must be priced call
  /// by call}
  public Cost cost(Usage usage) {
    return priceFor(usage.input() + usage.cacheWrite() + usage.cacheRead()).of(usage);
  }

  /// {@return the most a call may cost that reads at most `input` tokens and writes at most
  /// `output`}
  public Cost worstCase(long input, long output) {
    return priceFor(input).worstCase(input, output);
  }

  private Price priceFor(long prompt) {
    return longPrompt.filter(tier -> prompt > tier.above()).map(LongPrompt::price).orElse(price);
  }

  /// The price of every token of a call whose prompt is long.
  ///
  /// @param above how many tokens the prompt must exceed, cached ones included
  public record LongPrompt(long above, Price price) {}
}
