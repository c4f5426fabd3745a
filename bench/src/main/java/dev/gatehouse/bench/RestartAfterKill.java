package dev.gatehouse.bench;

import dev.gatehouse.bench.LoadPlan.Target;
import dev.gatehouse.bench.LoadPlan.Until;
import dev.gatehouse.bench.LoadPlan.Volume;
import dev.gatehouse.bench.Metric.Measure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A process killed in the middle of a stream and started again on the same data: the time from the
/// kill to the first delta that a subscriber of the same run gets. A relay remembers nothing and is
/// asked for a new stream.
record RestartAfterKill() implements Workload {
  private static final StreamShape SHAPE =
      StreamShape.paced(Duration.ofMillis(20), Duration.ofSeconds(60));
  private static final Duration BEFORE_KILL = Duration.ofMillis(500);

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public List<Measure> measure(Contestant contestant) throws IOException {
    try (var first = contestant.fresh()) {
      var seats = contestant.dialect().seats(first.port(), 1);
      var runId = streamUntilKilled(first, seats);
      long killed = System.nanoTime();
      try (var second = contestant.again(first);
          var client = LoadClient.open()) {
        var target = Target.of(second.port(), seats.follow(0, SHAPE, runId));
        client.run(new LoadPlan(target, Volume.of(1), SHAPE, Until.FIRST_DELTA)).orFail();
        var elapsed = Duration.ofNanos(System.nanoTime() - killed);
        return List.of(Metric.FIRST_AFTER_KILL.of(StreamWorkload.millis(elapsed)));
      }
    }
  }

  private static String streamUntilKilled(Contestant.Running running, StreamDialect.Seats seats)
      throws IOException {
    try (var client = LoadClient.open()) {
      var target = Target.of(running.port(), seats.ask(0, SHAPE));
      client.run(new LoadPlan(target, Volume.of(1), SHAPE, Until.FIRST_DELTA)).orFail();
      client.listen(BEFORE_KILL).orFail();
      running.process().kill();
      return client.runId().orElse("");
    }
  }
}
