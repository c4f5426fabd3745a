package dev.gatehouse.core.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of money in billionths of a US dollar, so that one token of the cheapest model is
/// still a whole number.
///
/// @param value billionths of a dollar; negative only where an amount is given back
public record Cost(long value) implements Comparable<Cost> {

  /// Nothing.
  public static final Cost ZERO = new Cost(0);

  /// Reads an amount in dollars; what lies below a billionth is rounded up.
  ///
  /// @throws ArithmeticException when the amount exceeds nine billion dollars
  public static Cost ofDollars(BigDecimal dollars) {
    return new Cost(dollars.movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  /// {@return the amount in dollars}
  public BigDecimal dollars() {
    return BigDecimal.valueOf(value, 9).stripTrailingZeros();
  }

  /// {@return the sum of both}
  public Cost plus(Cost other) {
    return new Cost(Math.addExact(value, other.value));
  }

  /// {@return this amount less the other}
  public Cost minus(Cost other) {
    return new Cost(Math.subtractExact(value, other.value));
  }

  /// {@return the same amount, to be given back}
  public Cost negated() {
    return new Cost(-value);
  }

  @Override
  public int compareTo(Cost other) {
    return Long.compare(value, other.value);
  }
}
