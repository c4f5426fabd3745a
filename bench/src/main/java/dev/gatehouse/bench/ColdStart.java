package dev.gatehouse.bench;

import dev.gatehouse.bench.Metric.Measure;
import java.io.IOException;
import java.util.List;

/// A start with an empty data folder, launcher included, up to the ready line.
record ColdStart() implements Workload {
  private static final double MEBI = 1 << 20;

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public List<Measure> measure(Contestant contestant) throws IOException {
    try (var running = contestant.fresh()) {
      var start = running.process().start();
      return List.of(
          Metric.READY_CPU.of(StreamWorkload.millis(start.cpu().total())),
          Metric.READY_ELAPSED.of(StreamWorkload.millis(start.elapsed())),
          Metric.RESIDENT_READY.of(running.process().probe().residentBytes() / MEBI));
    }
  }
}
