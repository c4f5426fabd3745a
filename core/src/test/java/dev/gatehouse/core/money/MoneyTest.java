package dev.gatehouse.core.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Prices, costs and usage, by seeded example and by hand.
class MoneyTest {

  private static final int ROUNDS = 5_000;
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void priceIsPerMillionTokens() {
    Price price = price("3", "15", "3.75", "0.30");

    assertThat(price.of(new Usage(1_000_000, 0, 0, 0, 0)).dollars()).isEqualByComparingTo("3");
    assertThat(price.of(new Usage(0, 2_000, 1_000, 10_000, 500)).dollars())
        .isEqualByComparingTo("0.03675");
    assertThat(Price.FREE.of(new Usage(9, 9, 9, 9, 9))).isEqualTo(Cost.ZERO);
  }

  @Test
  void partOfABillionthIsRoundedUp() {
    assertThat(price("0.0001", "0", "0", "0").of(new Usage(1, 0, 0, 0, 0))).isEqualTo(new Cost(1));
    assertThat(Cost.ofDollars(new BigDecimal("0.0000000001"))).isEqualTo(new Cost(1));
  }

  @Test
  void dollarsAndBack() {
    for (int round = 0; round < ROUNDS; round++) {
      Cost cost = new Cost(random.nextLong(Long.MAX_VALUE));

      assertThat(Cost.ofDollars(cost.dollars())).isEqualTo(cost);
    }
  }

  @Test
  void sumOfThePricesIsThePriceOfTheSum() {
    Price price = price("3", "15", "3.75", "0.3");
    for (int round = 0; round < ROUNDS; round++) {
      Usage one = usage();
      Usage two = usage();

      assertThat(price.of(one).plus(price.of(two))).isEqualTo(price.of(one.plus(two)));
      assertThat(one.plus(two).total()).isEqualTo(one.total() + two.total());
    }
  }

  @Test
  void worstCaseCoversEveryWayToReadTheTokens() {
    Price price = price("3", "15", "3.75", "0.3");
    for (int round = 0; round < ROUNDS; round++) {
      Usage usage = usage();
      long read = usage.input() + usage.cacheWrite() + usage.cacheRead();

      assertThat(price.worstCase(read, usage.output())).isGreaterThanOrEqualTo(price.of(usage));
    }
  }

  @Test
  void whatIsGivenBackCancelsOut() {
    for (int round = 0; round < ROUNDS; round++) {
      Cost one = new Cost(random.nextLong(1_000_000_000));
      Cost two = new Cost(random.nextLong(1_000_000_000));

      assertThat(one.plus(two).minus(two)).isEqualTo(one);
      assertThat(one.plus(one.negated())).isEqualTo(Cost.ZERO);
      assertThat(one.plus(two)).isGreaterThanOrEqualTo(one);
    }
  }

  @Test
  void amountsBeyondReasonAreRefused() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> new Cost(Long.MAX_VALUE).plus(new Cost(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> price("-1", "0", "0", "0"));
  }

  private Usage usage() {
    return new Usage(
        random.nextInt(100_000),
        random.nextInt(9_000),
        random.nextInt(9_000),
        random.nextInt(90_000),
        0);
  }

  private static Price price(String input, String output, String cacheWrite, String cacheRead) {
    return new Price(
        new BigDecimal(input),
        new BigDecimal(output),
        new BigDecimal(cacheWrite),
        new BigDecimal(cacheRead));
  }
}
