package dev.gatehouse.core.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// What a model costs, in US dollars per million tokens.
///
/// @param input for a token that comes from no cache
/// @param output for a token written, reasoning included
/// @param cacheWrite for a token written to the provider's cache
/// @param cacheRead for a token read from it
public record Price(
    BigDecimal input, BigDecimal output, BigDecimal cacheWrite, BigDecimal cacheRead) {

  /// A model that costs nothing.
  public static final Price FREE =
      new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /// Refuses negative prices.
  public Price {
    if (input.signum() < 0
        || output.signum() < 0
        || cacheWrite.signum() < 0
        || cacheRead.signum() < 0) {
      throw new IllegalArgumentException("a price must not be negative");
    }
  }

  /// {@return what this usage costs, rounded up to a billionth of a dollar}
  public Cost of(Usage usage) {
    BigDecimal millionths =
        input
            .multiply(BigDecimal.valueOf(usage.input()))
            .add(output.multiply(BigDecimal.valueOf(usage.output())))
            .add(cacheWrite.multiply(BigDecimal.valueOf(usage.cacheWrite())))
            .add(cacheRead.multiply(BigDecimal.valueOf(usage.cacheRead())));
    return new Cost(
        millionths.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  /// {@return the most a call may cost that reads at most `input` tokens and writes at most
  /// `output`}
  public Cost worstCase(long inputTokens, long outputTokens) {
    BigDecimal dearest = input.max(cacheWrite).max(cacheRead);
    return new Price(dearest, output, BigDecimal.ZERO, BigDecimal.ZERO)
        .of(new Usage(inputTokens, outputTokens, 0, 0, 0));
  }
}
