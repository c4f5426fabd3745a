package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.bench.BenchResults.Spread;
import dev.gatehouse.bench.BenchResults.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchResultsTest {
  private static final Subject SUBJECT = new Subject("paced", Metric.CPU_PER_EVENT, "gatehouse");
  private final BenchResults results = new BenchResults();

  @Test
  void ratiosCompareValuesOfTheSameRound() {
    add(1, Candidate.RAW_RELAY, 2);
    add(1, "gatehouse", 6);
    add(2, Candidate.RAW_RELAY, 4);
    add(2, "gatehouse", 8);

    assertThat(results.ratios(SUBJECT, Candidate.RAW_RELAY)).containsExactly(3.0, 2.0);
    assertThat(results.spread(SUBJECT)).isEqualTo(new Spread(7, 6, 8));
  }

  @Test
  void anAnchorTooSmallToMeasureGivesNoRatio() {
    add(1, Candidate.RAW_RELAY, 0);
    add(1, "gatehouse", 6);

    assertThat(results.ratios(SUBJECT, Candidate.RAW_RELAY)).isEmpty();
  }

  @Test
  void theTableShowsValuesRatiosAndWhatIsNotValid() {
    add(1, Candidate.VIRTUAL_THREAD_RELAY, 20);
    add(1, "gatehouse", 25);
    results.addInvalid(2, "paced", "gatehouse", "a delta was lost");

    assertThat(BenchTable.of(results))
        .contains("25.0 [25.0–25.0] µs", "1.25 [1.25–1.25]")
        .contains("NOT VALID: round 2, paced, gatehouse: a delta was lost");
  }

  @Test
  void theJsonHoldsEveryValueAndEscapesText() {
    add(1, "gatehouse", 25);
    results.addInvalid(2, "paced", "gatehouse", "it said \"no\"\n");

    assertThat(BenchJson.of(Map.of("seed", "7"), results))
        .contains("\"seed\": \"7\"", "\"value\": 25.0", "it said \\\"no\\\"\\u000a");
  }

  @Test
  void anUnknownFlagOrWorkloadIsNamed() {
    assertThatThrownBy(() -> BenchOptions.parse("--round", "3"))
        .hasMessageContaining("\"--round\"");
    assertThatThrownBy(() -> Workload.named(List.of("slow"), Duration.ofSeconds(1)))
        .hasMessageContaining("\"slow\" is no workload");
  }

  private void add(int round, String candidate, double value) {
    results.add(round, "paced", candidate, List.of(Metric.CPU_PER_EVENT.of(value)));
  }
}
