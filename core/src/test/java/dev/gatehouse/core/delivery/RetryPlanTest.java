package dev.gatehouse.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPlanTest {

  private final RetryPlan plan = RetryPlan.STANDARD;

  @Test
  void waitsDoubleUpToTheCapAndEndWithTheAttempts() {
    assertThat(plan.delay(1, Duration.ZERO, 0)).hasValue(Duration.ofSeconds(5));
    assertThat(plan.delay(4, Duration.ZERO, 0)).hasValue(Duration.ofSeconds(40));
    assertThat(plan.delay(11, Duration.ZERO, 0)).hasValue(Duration.ofHours(1));
    assertThat(plan.delay(12, Duration.ZERO, 0)).isEmpty();
  }

  @Test
  void aQuarterOfAWaitIsLeftToChance() {
    assertThat(plan.delay(4, Duration.ZERO, 0.999_999).orElseThrow())
        .isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_001));
  }

  @Test
  void aLongerWaitThatIsAskedForIsKeptUpToADay() {
    assertThat(plan.delay(1, Duration.ofMinutes(3), 0)).hasValue(Duration.ofMinutes(3));
    assertThat(plan.delay(1, Duration.ofSeconds(1), 0)).hasValue(Duration.ofSeconds(5));
    assertThat(plan.delay(1, Duration.ofDays(400), 0)).hasValue(Duration.ofDays(1));
  }

  @Test
  void aPlanWithoutAttemptsOrWaitsIsRefused() {
    assertThatThrownBy(() -> plan.withAttempts(0)).hasMessageContaining("attempts");
    assertThatThrownBy(
            () -> new RetryPlan(1, Duration.ZERO, Duration.ofSeconds(1), Duration.ofDays(1)))
        .hasMessageContaining("waits");
  }
}
