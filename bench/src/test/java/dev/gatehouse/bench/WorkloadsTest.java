package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.bench.LoadPlan.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every workload meets a relay and a program that speaks Gatehouse's wire, each in its own
/// process.
class WorkloadsTest {
  private static final StreamShape SHAPE = new StreamShape(20, Duration.ofMillis(2));
  private static final List<Workload> WORKLOADS =
      List.of(
          new StreamWorkload("paced", Volume.of(5), SHAPE),
          new StreamWorkload("short", Volume.of(2, 20), StreamShape.burst(1)),
          new FanOutWorkload(10, SHAPE),
          new IdleWorkload(List.of(50, 60)),
          new ColdStart(),
          new RestartAfterKill());

  private final PrintStream log = new PrintStream(new ByteArrayOutputStream());
  @TempDir private Path folder;

  @Test
  void everyWorkloadMeasuresEveryKindOfCandidate() throws IOException {
    try (var comparison = Comparison.open(folder, log)) {
      comparison.enter(Candidate.of(Candidate.RAW_RELAY, folder, folder), folder, Duration.ZERO);
      comparison.enter(
          Candidate.gatehouse(Candidate.GATEHOUSE, Candidate.java(PretendGatehouse.class)),
          folder,
          Duration.ZERO);

      comparison.round(1, WORKLOADS, new Random(1));

      var results = comparison.results();
      assertThat(results.invalid()).isEmpty();
      for (var workload : WORKLOADS) {
        assertThat(results.entries())
            .filteredOn(entry -> entry.workload().equals(workload.name()))
            .extracting(BenchResults.Entry::candidate)
            .contains(Candidate.RAW_RELAY, Candidate.GATEHOUSE);
      }
    }
  }

  @Test
  void aCandidateThatEndsBeforeItIsReadyIsReportedWithItsErrors() {
    var command = new Candidate.Command(List.of("/bin/sh", "-c", "echo broken >&2"), Map.of());

    assertThatThrownBy(() -> CandidateProcess.start(command, folder))
        .isInstanceOf(BenchFailure.class)
        .hasMessageContaining("broken");
  }
}
