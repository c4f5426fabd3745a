package dev.gatehouse.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.routing.Deployment.Health;
import dev.gatehouse.core.routing.Deployment.Numbers;
import dev.gatehouse.core.routing.Remedy.Keyholder;
import dev.gatehouse.core.routing.Score.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RankingTest {

  private static final Health OUT = Health.resting("the breaker is open", Duration.ofSeconds(9));

  private static Deployment deployment(String name, int rank, Numbers numbers) {
    return new Deployment(name, rank, 1, Health.GOOD, numbers);
  }

  private static Deployment well(String name, int rank) {
    return deployment(name, rank, Numbers.UNKNOWN);
  }

  private static Deployment out(String name, int rank) {
    return new Deployment(name, rank, 1, OUT, Numbers.UNKNOWN);
  }

  private static String chosen(Strategy strategy, Deployment... all) {
    return Ranking.choose(strategy, List.of(all), Optional.empty(), 0.5).chosen().orElse("nobody");
  }

  @Test
  void priorityTakesTheFirstThatCanBeAsked() {
    assertThat(chosen(Strategy.PRIORITY, well("a", 0), well("b", 1))).isEqualTo("a");
    assertThat(chosen(Strategy.PRIORITY, out("a", 0), well("b", 1))).isEqualTo("b");
  }

  @Test
  void keysOfOnePlaceShareItsCalls() {
    assertThat(
            chosen(
                Strategy.PRIORITY,
                deployment("a#1", 0, Numbers.UNKNOWN.withInFlight(3)),
                deployment("a#2", 0, Numbers.UNKNOWN.withInFlight(1)),
                well("b", 1)))
        .isEqualTo("a#2");
  }

  @Test
  void theLeastBusyTheFastestAndTheCheapestAreChosen() {
    Deployment a =
        deployment(
            "a",
            0,
            Numbers.UNKNOWN.withInFlight(2).withLatency(Duration.ofMillis(90)).withPrice(0.2));
    Deployment b =
        deployment(
            "b",
            1,
            Numbers.UNKNOWN.withInFlight(1).withLatency(Duration.ofMillis(200)).withPrice(0.3));
    Deployment c =
        deployment(
            "c",
            2,
            Numbers.UNKNOWN.withInFlight(3).withLatency(Duration.ofMillis(300)).withPrice(0.1));

    assertThat(chosen(Strategy.LEAST_BUSY, a, b, c)).isEqualTo("b");
    assertThat(chosen(Strategy.LATENCY, a, b, c)).isEqualTo("a");
    assertThat(chosen(Strategy.COST, a, b, c)).isEqualTo("c");
    assertThat(chosen(Strategy.LATENCY, a, b, well("new", 3)))
        .as("one that was not measured shares the first place, and is idle")
        .isEqualTo("new");
    assertThat(chosen(Strategy.COST, a, well("unknown", 1))).isEqualTo("a");
  }

  @Test
  void aRunKeepsToWhatItHasSpokenToWhileThatIsFit() {
    List<Deployment> well = List.of(well("a", 0), well("b", 1));
    List<Deployment> sick = List.of(well("a", 0), out("b", 1));

    assertThat(Ranking.choose(Strategy.PRIORITY, well, Optional.of("b"), 0).chosen()).contains("b");
    assertThat(Ranking.choose(Strategy.PRIORITY, sick, Optional.of("b"), 0).chosen()).contains("a");
  }

  @Test
  void whenNothingIsFitTheSoonestIsAskedAndTheUnfitNever() {
    Deployment sooner =
        new Deployment(
            "sooner", 1, 1, Health.resting("cools down", Duration.ofSeconds(2)), Numbers.UNKNOWN);
    Deployment never = new Deployment("never", 2, 1, Health.unfit("no price"), Numbers.UNKNOWN);

    assertThat(chosen(Strategy.PRIORITY, out("a", 0), sooner, never)).isEqualTo("sooner");
    assertThat(chosen(Strategy.PRIORITY, never)).isEqualTo("nobody");
  }

  @Test
  void theReasonsSayWhatWasSeen() {
    List<Deployment> all =
        List.of(
            deployment("a", 0, Numbers.UNKNOWN.withInFlight(4).withMost(4)),
            out("b", 1),
            deployment("c", 2, Numbers.UNKNOWN.withInFlight(1)));

    Ranking.Choice choice = Ranking.choose(Strategy.LEAST_BUSY, all, Optional.of("c"), 0);

    assertThat(choice.scores())
        .containsExactly(
            new Score(
                "a",
                0.2,
                Standing.BUSY,
                List.of("4 in flight", "has as many calls in flight as it should")),
            new Score("b", 0, Standing.RESTING, List.of("the breaker is open")),
            new Score("c", 0.5, Standing.FIT, List.of("1 in flight", "holds the conversation")));
  }

  @Test
  void weightsAreHonouredAmongThoseThatCanBeAsked() {
    List<Deployment> all = new ArrayList<>();
    int[] weights = {5, 3, 2, 7, 0};
    for (int each = 0; each < weights.length; each++) {
      Health health = each == 3 ? OUT : Health.GOOD;
      all.add(new Deployment("d" + each, each, weights[each], health, Numbers.UNKNOWN));
    }
    SplittableRandom random = new SplittableRandom(42);
    Map<String, Integer> counts = new TreeMap<>();
    int draws = 20_000;

    for (int i = 0; i < draws; i++) {
      Ranking.Choice choice =
          Ranking.choose(Strategy.WEIGHTED, all, Optional.empty(), random.nextDouble());
      counts.merge(choice.chosen().orElseThrow(), 1, Integer::sum);
    }

    assertThat(counts).containsOnlyKeys("d0", "d1", "d2");
    for (int each = 0; each < 3; each++) {
      double expected = draws * weights[each] / 10.0;
      double deviation = Math.sqrt(expected * (1 - weights[each] / 10.0));
      assertThat((double) counts.getOrDefault("d" + each, 0))
          .isBetween(expected - 4 * deviation, expected + 4 * deviation);
    }
  }

  @Test
  void whatNoRetryMendsIsMendedElsewhere() {
    Failure auth = Failure.of(Failure.Code.AUTH, "no");
    Failure busy = Failure.of(Failure.Code.OVERLOADED, "busy");
    Failure wrong = Failure.of(Failure.Code.BAD_REQUEST, "wrong");

    assertThat(Remedy.of(auth, 1, 3, Keyholder.GATEWAY)).isEqualTo(Remedy.ELSEWHERE);
    assertThat(Remedy.of(auth, 1, 3, Keyholder.CALLER)).isEqualTo(Remedy.NOWHERE);
    assertThat(Remedy.of(busy, 2, 3, Keyholder.GATEWAY)).isEqualTo(Remedy.HERE);
    assertThat(Remedy.of(busy, 3, 3, Keyholder.GATEWAY)).isEqualTo(Remedy.ELSEWHERE);
    assertThat(Remedy.of(busy.permanent(), 1, 3, Keyholder.GATEWAY)).isEqualTo(Remedy.ELSEWHERE);
    assertThat(Remedy.of(wrong, 9, 3, Keyholder.GATEWAY)).isEqualTo(Remedy.NOWHERE);
  }
}
