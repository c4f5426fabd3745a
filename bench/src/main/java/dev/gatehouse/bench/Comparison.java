package dev.gatehouse.bench;

import dev.gatehouse.bench.LoadPlan.Target;
import dev.gatehouse.bench.LoadPlan.Until;
import dev.gatehouse.bench.LoadPlan.Volume;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// One provider, all candidates started and warm, and rounds in which each workload meets the
/// candidates in a newly shuffled order, so that a noisy minute spoils a round and not a candidate.
final class Comparison implements AutoCloseable {
  private static final Volume WARM_UP = Volume.of(100);

  private final CandidateProcess provider;
  private final List<Contestant> contestants = new ArrayList<>();
  private final BenchResults results = new BenchResults();
  private final PrintStream log;

  private Comparison(CandidateProcess provider, PrintStream log) {
    this.provider = provider;
    this.log = log;
  }

  /// Starts the provider.
  ///
  /// @param folder takes its files
  static Comparison open(Path folder, PrintStream log) throws IOException {
    var command = new Candidate.Command(Candidate.java(FakeProvider.class), Map.of());
    return new Comparison(CandidateProcess.start(command, folder), log);
  }

  /// Starts a candidate and warms it up: paced streams for so long, then bursts and short ones.
  void enter(Candidate candidate, Path folder, Duration warmUp) throws IOException {
    var contestant = Contestant.enter(candidate, providerPort(), folder);
    contestants.add(contestant);
    if (warmUp.isZero()) {
      return;
    }
    log.println("warming up " + candidate.name());
    carry(contestant, WARM_UP, StreamShape.paced(Duration.ofMillis(10), warmUp));
    carry(contestant, Volume.of(20), StreamShape.burst(1_000));
    carry(contestant, Volume.of(50, 1_000), StreamShape.burst(1));
  }

  /// Measures every candidate under every workload once.
  void round(int round, List<Workload> workloads, Random random) throws IOException {
    for (var workload : workloads) {
      Collections.shuffle(contestants, random);
      for (var contestant : contestants) {
        log.println("round " + round + ", " + workload.name() + ", " + contestant.name());
        measure(round, workload, contestant);
      }
    }
  }

  BenchResults results() {
    return results;
  }

  @Override
  public void close() throws IOException {
    for (var contestant : contestants) {
      contestant.close();
    }
    provider.close();
  }

  private void measure(int round, Workload workload, Contestant contestant) throws IOException {
    try {
      var measures = workload.measure(contestant);
      results.add(round, workload.name(), contestant.name(), measures);
    } catch (BenchFailure e) {
      log.println("NOT VALID: " + e.reason());
      results.addInvalid(round, workload.name(), contestant.name(), e.reason());
    }
  }

  private static void carry(Contestant contestant, Volume volume, StreamShape shape)
      throws IOException {
    int port = contestant.running().port();
    var seats = contestant.dialect().seats(port, volume.connections());
    var target = new Target(port, seat -> seats.ask(seat, shape));
    try (var client = LoadClient.open()) {
      client.run(new LoadPlan(target, volume, shape, Until.STREAMS_END)).orFail();
    }
  }

  private int providerPort() {
    var line = provider.start().line();
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }
}
