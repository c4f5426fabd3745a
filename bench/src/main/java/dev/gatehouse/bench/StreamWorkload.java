package dev.gatehouse.bench;

import dev.gatehouse.bench.LoadPlan.Target;
import dev.gatehouse.bench.LoadPlan.Until;
import dev.gatehouse.bench.LoadPlan.Volume;
import dev.gatehouse.bench.Metric.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Streams that run to their end, every delta counted: processor time per delta and per run, and
/// how late deltas arrive.
record StreamWorkload(String name, Volume volume, StreamShape shape) implements Workload {
  /// What a server still does when the last byte has arrived belongs to the load.
  static final Duration AFTERMATH = Duration.ofMillis(150);

  @Override
  public List<Measure> measure(Contestant contestant) throws IOException {
    var running = contestant.running();
    var seats = contestant.dialect().seats(running.port(), volume.connections());
    var target = new Target(running.port(), seat -> seats.ask(seat, shape));
    var plan = new LoadPlan(target, volume, shape, Until.STREAMS_END);
    var probe = running.process().probe();
    try (var client = LoadClient.open()) {
      var before = probe.cpu();
      var report = client.run(plan).orFail();
      client.listen(AFTERMATH);
      return measures(report, probe.cpu().minus(before)).stream()
          .filter(measure -> isTelling(measure.metric()))
          .toList();
    }
  }

  /// Latencies mean nothing when deltas wait for the socket, and a long stream hides its start.
  private boolean isTelling(Metric metric) {
    return switch (metric) {
      case CPU_PER_RUN -> shape.deltas() == 1;
      case CPU_PER_EVENT, SYSTEM_PER_EVENT -> shape.deltas() > 1;
      case LATENCY_MEDIAN, LATENCY_P99 -> !shape.interval().isZero();
      default -> true;
    };
  }

  /// What every load tells.
  static List<Measure> measures(LoadReport report, ProcessProbe.Cpu cpu) {
    var counts = report.counts();
    double seconds = counts.elapsed().toNanos() / 1e9;
    return List.of(
        Metric.CPU_PER_EVENT.of(micros(cpu.total()) / counts.events()),
        Metric.SYSTEM_PER_EVENT.of(micros(cpu.system()) / counts.events()),
        Metric.CPU_PER_RUN.of(micros(cpu.total()) / counts.started()),
        Metric.EVENT_RATE.of(counts.events() / seconds),
        Metric.LATENCY_MEDIAN.of(millis(report.latency().median())),
        Metric.LATENCY_P99.of(millis(report.latency().p99())),
        Metric.FIRST_EVENT_MEDIAN.of(millis(report.firstEvent().median())),
        Metric.FIRST_EVENT_P99.of(millis(report.firstEvent().p99())));
  }

  static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static double micros(Duration duration) {
    return duration.toNanos() / 1e3;
  }
}
