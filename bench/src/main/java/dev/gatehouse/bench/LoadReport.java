package dev.gatehouse.bench;

import java.time.Duration;
import java.util.List;

/// What a load client saw: exact counts, latencies, and every reason not to believe them.
///
/// @param counts what was counted
/// @param latency send stamp to arrival, over all deltas
/// @param firstEvent request to first delta, over all streams
/// @param failures streams that were short, doubled, refused or cut; the first few are described
public record LoadReport(
    Counts counts, Latency latency, Latency firstEvent, List<String> failures) {

  /// What was counted.
  ///
  /// @param events deltas seen
  /// @param bytes response bytes, heads and chunk sizes included
  /// @param started streams asked for
  /// @param ended streams that ended well, with exactly their deltas
  /// @param elapsed from the client's first connection to now
  public record Counts(long events, long bytes, int started, int ended, Duration elapsed) {}

  /// Percentiles of one kind of waiting.
  public record Latency(Duration median, Duration p99, Duration p999) {
    static Latency of(LatencyHistogram histogram) {
      return new Latency(
          Duration.ofNanos(histogram.percentile(0.5)),
          Duration.ofNanos(histogram.percentile(0.99)),
          Duration.ofNanos(histogram.percentile(0.999)));
    }
  }

  public LoadReport {
    failures = List.copyOf(failures);
  }

  /// This report, or a failure when any stream was not exactly as asked for.
  public LoadReport orFail() {
    if (!failures.isEmpty()) {
      throw new BenchFailure(
          "the load is not valid, "
              + counts.ended
              + " of "
              + counts.started
              + " streams were complete: "
              + String.join("; ", failures));
    }
    return this;
  }
}
