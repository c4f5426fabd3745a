package dev.gatehouse.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The running counts of one load client; owned by its thread.
final class LoadTally {
  private static final int DESCRIBED = 5;

  private final LatencyHistogram latency = new LatencyHistogram();
  private final LatencyHistogram firstEvent = new LatencyHistogram();
  private final List<String> described = new ArrayList<>();
  private final long since = System.nanoTime();
  private long bytes;
  private int started;
  private int ended;
  private int failed;

  void requested() {
    started++;
  }

  void received(int count) {
    bytes += count;
  }

  void first(long nanos) {
    firstEvent.add(nanos);
  }

  void event(long nanos) {
    latency.add(nanos);
  }

  void completed() {
    ended++;
  }

  void failed(String reason) {
    failed++;
    if (described.size() < DESCRIBED) {
      described.add(reason);
    }
  }

  int started() {
    return started;
  }

  /// Streams of which nothing more is expected.
  int over() {
    return ended + failed;
  }

  /// Streams that brought their first delta, or never will.
  int spoken() {
    return (int) Math.min(started, firstEvent.total() + failed);
  }

  LoadReport report() {
    var failures = new ArrayList<>(described);
    if (failed > DESCRIBED) {
      failures.add("and " + (failed - DESCRIBED) + " more");
    }
    var elapsed = Duration.ofNanos(System.nanoTime() - since);
    return new LoadReport(
        new LoadReport.Counts(latency.total(), bytes, started, ended, elapsed),
        LoadReport.Latency.of(latency),
        LoadReport.Latency.of(firstEvent),
        failures);
  }
}
