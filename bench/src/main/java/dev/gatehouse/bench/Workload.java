package dev.gatehouse.bench;

import dev.gatehouse.bench.LoadPlan.Volume;
import dev.gatehouse.bench.Metric.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Something a candidate is made to do while it is measured.
sealed interface Workload
    permits StreamWorkload, FanOutWorkload, IdleWorkload, ColdStart, RestartAfterKill {

  String name();

  /// Makes the candidate do it once.
  List<Measure> measure(Contestant contestant) throws IOException;

  /// Every workload, those of paced streams lasting this long.
  static List<Workload> all(Duration length) {
    var normal = StreamShape.paced(Duration.ofMillis(20), length);
    var fast = StreamShape.paced(Duration.ofMillis(5), length);
    return List.of(
        new StreamWorkload("paced", Volume.of(200), normal),
        new StreamWorkload("fast", Volume.of(60), fast),
        new StreamWorkload("burst", Volume.of(20, 400), StreamShape.burst(1_000)),
        new StreamWorkload("short", Volume.of(50, 3_000), StreamShape.burst(1)),
        new FanOutWorkload(400, normal),
        new IdleWorkload(List.of(1_000, 5_000, 10_000)),
        new ColdStart(),
        new RestartAfterKill());
  }

  /// The named workloads, in the order of [#all].
  static List<Workload> named(List<String> names, Duration length) {
    var all = all(length);
    var known = all.stream().map(Workload::name).toList();
    for (var name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "\"" + name + "\" is no workload; choose from " + String.join(", ", known));
      }
    }
    return all.stream().filter(workload -> names.contains(workload.name())).toList();
  }

  /// The names of all workloads.
  static List<String> names() {
    return Stream.of(all(Duration.ofSeconds(1))).flatMap(List::stream).map(Workload::name).toList();
  }
}
