package dev.gatehouse.bench;

/// What is measured, in which unit. Lower is better, except for rates and counts.
enum Metric {
  CPU_PER_EVENT("cpu per event", "µs"),
  SYSTEM_PER_EVENT("kernel cpu per event", "µs"),
  CPU_PER_RUN("cpu per run", "µs"),
  EVENT_RATE("events per second", "1/s"),
  LATENCY_MEDIAN("added latency p50", "ms"),
  LATENCY_P99("added latency p99", "ms"),
  FIRST_EVENT_MEDIAN("first event p50", "ms"),
  FIRST_EVENT_P99("first event p99", "ms"),
  OPEN_STREAMS("open streams", ""),
  RESIDENT_FEW("resident, fewest streams", "MiB"),
  RESIDENT_MOST("resident, most streams", "MiB"),
  RESIDENT_SLOPE("resident per stream", "KiB"),
  READY_CPU("cpu until ready", "ms"),
  READY_ELAPSED("time until ready", "ms"),
  RESIDENT_READY("resident when ready", "MiB"),
  FIRST_AFTER_KILL("kill to first event", "ms");

  private final String label;
  private final String unit;

  Metric(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  String label() {
    return label;
  }

  String unit() {
    return unit;
  }

  Measure of(double value) {
    return new Measure(this, value);
  }

  /// One value of one metric.
  record Measure(Metric metric, double value) {}
}
