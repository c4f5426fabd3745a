package dev.gatehouse.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.core.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private static final Failure BUSY = Failure.of(Failure.Code.OVERLOADED, "busy");
  private static final RetryPolicy POLICY = RetryPolicy.STANDARD;

  @Test
  void waitIsDrawnBelowTheDoubledBaseAndTheCap() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 10_000; round++) {
      int failures = random.nextInt(1, POLICY.attempts());
      double draw = random.nextDouble();

      Duration wait = POLICY.delay(BUSY, failures, Duration.ZERO, draw).orElseThrow();

      assertThat(wait).isLessThan(POLICY.base().multipliedBy(1L << (failures - 1)));
      assertThat(wait).isBetween(Duration.ZERO, POLICY.cap());
    }
  }

  @Test
  void neitherManyFailuresNorALongBaseOverflow() {
    RetryPolicy patient =
        new RetryPolicy(
            Integer.MAX_VALUE,
            Duration.ofDays(100_000),
            Duration.ofDays(365),
            Duration.ofDays(10_000));

    assertThat(patient.delay(BUSY, 1_000_000, Duration.ZERO, 0.999).orElseThrow())
        .isBetween(Duration.ofDays(300), Duration.ofDays(365));
  }

  @Test
  void lastAttemptIsTheLast() {
    assertThat(POLICY.delay(BUSY, POLICY.attempts(), Duration.ZERO, 0)).isEmpty();
    assertThat(RetryPolicy.NONE.delay(BUSY, 1, Duration.ZERO, 0)).isEmpty();
  }

  @Test
  void permanentFailuresAreNotRetried() {
    assertThat(POLICY.delay(BUSY.permanent(), 1, Duration.ZERO, 0)).isEmpty();
  }

  @Test
  void waitTheOtherSideAskedForIsTheLeast() {
    Failure asked = BUSY.withRetryAfter(Duration.ofSeconds(40));

    assertThat(POLICY.delay(asked, 1, Duration.ZERO, 0.9)).contains(Duration.ofSeconds(40));
  }

  @Test
  void nothingWaitsBeyondTheTotal() {
    Failure forever = BUSY.withRetryAfter(Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(POLICY.delay(forever, 1, Duration.ofSeconds(1), 0)).isEmpty();
    assertThat(POLICY.delay(BUSY, 1, POLICY.total(), 0)).isEqualTo(Optional.of(Duration.ZERO));
    assertThat(POLICY.delay(BUSY, 1, POLICY.total().plusMillis(1), 0)).isEmpty();
  }

  @Test
  void policiesThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, Duration.ofSeconds(-1), Duration.ZERO, Duration.ZERO));
  }
}
