package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final LatencyHistogram histogram = new LatencyHistogram();

  @Test
  void anEmptyHistogramSaysZero() {
    assertThat(histogram.percentile(0.5)).isZero();
  }

  @Test
  void smallValuesAreExact() {
    for (int i = 1; i <= 100; i++) {
      histogram.add(i);
    }

    assertThat(histogram.percentile(0.01)).isEqualTo(1);
    assertThat(histogram.percentile(0.5)).isEqualTo(50);
    assertThat(histogram.percentile(1)).isEqualTo(100);
  }

  @Test
  void percentilesLieAtMostOneBucketAboveTheTruth() {
    var random = new SplittableRandom(11);
    var values = random.longs(20_000, 0, 1L << 40).sorted().toArray();

    for (long value : values) {
      histogram.add(value);
    }

    for (double share : new double[] {0.001, 0.1, 0.5, 0.99, 0.999, 1}) {
      long truth = values[(int) Math.ceil(share * values.length) - 1];
      assertThat(histogram.percentile(share)).isBetween(truth, truth + truth / 64 + 1);
    }
  }

  @Test
  void theLargestDurationAndANegativeOneAreCounted() {
    histogram.add(Long.MAX_VALUE);
    histogram.add(-5);

    assertThat(histogram.total()).isEqualTo(2);
    assertThat(histogram.percentile(0.5)).isZero();
    assertThat(histogram.percentile(1)).isEqualTo(Long.MAX_VALUE);
  }
}
