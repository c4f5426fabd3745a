package dev.gatehouse.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Who speaks faster than anybody reads is read in sips.
class ReadingPaceTest {

  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private long now = 5;
  private final ReadingPace pace = new ReadingPace(now);

  /// {@return for how long the reader rested while a model said so much}
  private long rests(int events, long every) {
    long rests = 0;
    long next = now + every;
    for (int event = 0; event < events; ) {
      now = Math.max(now, next);
      while (event < events && next <= now) {
        pace.heard();
        event++;
        next += every;
      }
      long rest = pace.rest(now);
      assertThat(rest).isBetween(0L, ReadingPace.LONGEST_REST);
      now += rest;
      rests += rest;
    }
    return rests;
  }

  @Test
  void aModelOfUsualSpeedIsNeverMadeToWait() {
    assertThat(rests(500, 20 * MILLISECOND)).isZero();
  }

  @Test
  void aQuickModelIsReadInSips() {
    long began = now;

    long rests = rests(1_000, 5 * MILLISECOND);

    assertThat(rests).isGreaterThan((now - began) * 8 / 10);
  }

  @Test
  void theFirstFragmentsOfAQuickModelAreHeardAtOnce() {
    assertThat(rests(15, 5 * MILLISECOND)).isZero();
  }

  @Test
  void aBurstIsNotHeldUp() {
    rests(100, 5 * MILLISECOND);
    for (int event = 0; event < 50; event++) {
      pace.heard();
    }

    assertThat(pace.rest(now)).isZero();
  }

  @Test
  void whatSlowsDownIsHeardAtOnceAgain() {
    rests(100, 5 * MILLISECOND);
    rests(10, 20 * MILLISECOND);

    assertThat(rests(100, 20 * MILLISECOND)).isZero();
  }
}
