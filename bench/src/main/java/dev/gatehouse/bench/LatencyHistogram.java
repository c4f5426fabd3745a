package dev.gatehouse.bench;

/// Counts durations in log-linear buckets: 64 buckets per power of two, so a percentile is at most
/// 1/64 above the true value, for any range and without keeping the samples.
final class LatencyHistogram {
  private static final int SUB_BITS = 6;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;

  private final long[] counts = new long[SUB_BUCKETS * (Long.SIZE - SUB_BITS + 1)];
  private long total;

  /// Durations below zero, which clock rounding may give, count as zero.
  void add(long nanos) {
    counts[bucket(Math.max(0, nanos))]++;
    total++;
  }

  long total() {
    return total;
  }

  /// The largest value of the bucket below which this share (0 to 1) of the samples lies; zero when
  /// there are none.
  long percentile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (int i = 0; i < counts.length && total > 0; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return upperBound(i);
      }
    }
    return 0;
  }

  private static int bucket(long nanos) {
    int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - 1 - SUB_BITS);
    return exponent * SUB_BUCKETS + (int) (nanos >>> exponent);
  }

  private static long upperBound(int bucket) {
    int exponent = Math.max(0, bucket / SUB_BUCKETS - 1);
    long mantissa = bucket - (long) exponent * SUB_BUCKETS;
    return ((mantissa + 1) << exponent) - 1;
  }
}
