package dev.gatehouse.bench;

import dev.gatehouse.bench.LoadPlan.Target;
import dev.gatehouse.bench.LoadPlan.Until;
import dev.gatehouse.bench.LoadPlan.Volume;
import dev.gatehouse.bench.Metric.Measure;
import java.io.IOException;
import java.util.List;

/// One run followed by many: a stream is started, then subscribers join it, and each must get every
/// delta from the first on. Relays share nothing and carry as many separate streams.
record FanOutWorkload(int subscribers, StreamShape shape) implements Workload {

  @Override
  public String name() {
    return "fan-out";
  }

  @Override
  public List<Measure> measure(Contestant contestant) throws IOException {
    var running = contestant.running();
    var seats = contestant.dialect().seats(running.port(), 1);
    var owner = Target.of(running.port(), seats.ask(0, shape));
    var probe = running.process().probe();
    try (var client = LoadClient.open()) {
      var before = probe.cpu();
      client.run(new LoadPlan(owner, Volume.of(1), shape, Until.FIRST_DELTA)).orFail();
      var followers = Target.of(running.port(), seats.follow(0, shape, client.runId().orElse("")));
      var plan = new LoadPlan(followers, Volume.of(subscribers), shape, Until.STREAMS_END);
      var report = client.run(plan).orFail();
      client.listen(StreamWorkload.AFTERMATH);
      return StreamWorkload.measures(report, probe.cpu().minus(before)).stream()
          .filter(measure -> measure.metric() != Metric.CPU_PER_RUN)
          .toList();
    }
  }
}
