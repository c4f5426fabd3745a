package dev.gatehouse.bench;

import dev.gatehouse.bench.LoadPlan.Target;
import dev.gatehouse.bench.LoadPlan.Until;
import dev.gatehouse.bench.LoadPlan.Volume;
import dev.gatehouse.bench.Metric.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Streams that fall silent after their first delta, opened in steps in a fresh process: the memory
/// each one holds, and whether all stay.
///
/// @param steps how many streams are open at each reading; capped by [OpenFileLimit]
record IdleWorkload(List<Integer> steps) implements Workload {
  private static final double MEBI = 1 << 20;
  private static final double KIBI = 1 << 10;

  /// Loaded classes and compiled code shall not count as streams.
  private static final StreamShape WARM_UP = StreamShape.burst(200);

  private static final Duration SETTLE = Duration.ofSeconds(2);

  IdleWorkload {
    steps = List.copyOf(steps);
  }

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public List<Measure> measure(Contestant contestant) throws IOException {
    var capped = OpenFileLimit.current().cap(steps);
    try (var running = contestant.fresh();
        var warmUp = LoadClient.open();
        var client = LoadClient.open()) {
      var seats = contestant.dialect().seats(running.port(), capped.getLast());
      var warm = new Target(running.port(), seat -> seats.ask(seat, WARM_UP));
      warmUp.run(new LoadPlan(warm, Volume.of(50, 500), WARM_UP, Until.STREAMS_END)).orFail();
      var resident = new ArrayList<Long>();
      int open = 0;
      for (int step : capped) {
        hold(client, running, seats, open, step);
        open = step;
        resident.add(running.process().probe().residentBytes());
      }
      return measures(client.listen(Duration.ZERO).orFail(), capped, resident);
    }
  }

  private static void hold(
      LoadClient client, Contestant.Running running, StreamDialect.Seats seats, int open, int step)
      throws IOException {
    var target = new Target(running.port(), seat -> seats.ask(open + seat, StreamShape.idle()));
    var volume = Volume.of(step - open);
    client.run(new LoadPlan(target, volume, StreamShape.idle(), Until.HELD_OPEN)).orFail();
    client.listen(SETTLE).orFail();
  }

  private static List<Measure> measures(
      LoadReport report, List<Integer> steps, List<Long> resident) {
    long grown = resident.getLast() - resident.getFirst();
    int more = steps.getLast() - steps.getFirst();
    return List.of(
        Metric.OPEN_STREAMS.of(report.counts().started()),
        Metric.RESIDENT_FEW.of(resident.getFirst() / MEBI),
        Metric.RESIDENT_MOST.of(resident.getLast() / MEBI),
        Metric.RESIDENT_SLOPE.of(grown / KIBI / Math.max(1, more)),
        Metric.FIRST_EVENT_MEDIAN.of(StreamWorkload.millis(report.firstEvent().median())),
        Metric.FIRST_EVENT_P99.of(StreamWorkload.millis(report.firstEvent().p99())));
  }
}
