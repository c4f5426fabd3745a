package dev.gatehouse.core.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTest {

  private static Rehearsal three(String join) {
    return three(join, "");
  }

  private static Rehearsal three(String join, String more) {
    return Rehearsal.of(
        """
        {"id": "all", "parallel": [
          {"id": "a", "agent": "x", "prompt": "p"},
          {"id": "b", "agent": "x", "prompt": "p"},
          {"id": "c", "agent": "x", "prompt": "p"}], "join": {%s} %s}
        """
            .formatted(join, more));
  }

  @Test
  void quorumIsThereWithTheLastItNeedsAndTheOthersAreCancelled() {
    Rehearsal run = three("\"policy\": \"quorum\", \"k\": 2").brings("all/c", "3");
    assertThat(run.status("all")).isEqualTo("running");

    run.brings("all/a", "1");

    assertThat(run.output("all")).isEqualTo(Json.parse("{\"a\": \"1\", \"c\": \"3\"}"));
    assertThat(run.status("all/b")).isEqualTo("cancelled");
  }

  @Test
  void quorumThatCannotBeReachedAnyMoreFailsAtOnce() {
    Rehearsal run = three("\"policy\": \"quorum\", \"k\": 2").fails("all/a").fails("all/b");

    assertThat(run.status("all")).isEqualTo("failed");
    assertThat(run.status("all/c")).isEqualTo("cancelled");
  }

  @Test
  void quorumThatIsNotThereAtItsDeadlineFails() {
    Rehearsal run =
        three("\"policy\": \"quorum\", \"k\": 2, \"deadline\": \"1m\"")
            .brings("all/a", "1")
            .rings("all", Clock.Kind.DEADLINE);

    assertThat(run.status("all")).isEqualTo("failed");
    assertThat(run.node("all").error().orElseThrow().code()).isEqualTo(Failure.Code.TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "first", "partial"})
  void joinOfFailuresAloneFailsWhenAllHaveEnded(String policy) {
    Rehearsal run = three("\"policy\": \"" + policy + "\"").fails("all/a").fails("all/b");
    assertThat(run.status("all")).isEqualTo("running");

    run.fails("all/c");

    assertThat(run.status("all")).isEqualTo("failed");
  }

  @Test
  void allThatAreNotThereAtTheDeadlineFailTheJoin() {
    Rehearsal run =
        three("\"policy\": \"all\", \"deadline\": \"1m\"")
            .brings("all/a", "1")
            .rings("all", Clock.Kind.DEADLINE);

    assertThat(run.node("all").error().orElseThrow().code()).isEqualTo(Failure.Code.TIMEOUT);
  }

  @Test
  void judgeChoosesAmongThoseThatSucceeded() {
    Rehearsal run =
        three("\"policy\": \"best\", \"judge\": \"j\"")
            .brings("all/a", "1")
            .fails("all/b")
            .brings("all/c", "3");
    assertThat(run.status("all/@judge")).isEqualTo("running");

    run.brings("all/@judge", Json.obj("best", Json.of("c")));

    assertThat(run.output("all")).isEqualTo(Json.of("3"));
  }

  @Test
  void judgeThatChoosesNoneOfThemFailsTheJoin() {
    Rehearsal run =
        three("\"policy\": \"best\", \"judge\": \"j\"")
            .brings("all/a", "1")
            .fails("all/b")
            .brings("all/c", "3")
            .brings("all/@judge", Json.obj("best", Json.of("b")));

    assertThat(run.node("all").error().orElseThrow().code()).isEqualTo(Failure.Code.OUTPUT_INVALID);
  }

  @Test
  void oneThatSucceededNeedsNoJudge() {
    Rehearsal run =
        three("\"policy\": \"best\", \"judge\": \"j\"")
            .fails("all/a")
            .fails("all/b")
            .brings("all/c", "3");

    assertThat(run.output("all")).isEqualTo(Json.of("3"));
    assertThat(run.status("all/@judge")).isEqualTo("none");
  }

  @Test
  void whoIsStillAtWorkWhenTheJudgeBeginsIsCancelled() {
    Rehearsal run =
        three("\"policy\": \"best\", \"judge\": \"j\", \"deadline\": \"1m\"")
            .brings("all/a", "1")
            .brings("all/b", "2")
            .rings("all", Clock.Kind.DEADLINE);

    assertThat(run.status("all/@judge")).isEqualTo("running");
    assertThat(run.status("all/c")).isEqualTo("cancelled");
  }

  @Test
  void whoIsStillAtWorkWhenTheResultsAreJoinedIsCancelled() {
    Rehearsal run =
        three(
                "\"policy\": \"quorum\", \"k\": 2",
                ", \"aggregate\": {\"agent\": \"y\", \"prompt\": \"join\"}")
            .brings("all/a", "1")
            .brings("all/b", "2");

    assertThat(run.status("all/@aggregate")).isEqualTo("running");
    assertThat(run.status("all/c")).isEqualTo("cancelled");
    assertThat(run.brings("all/@aggregate", "both").output("all")).isEqualTo(Json.of("both"));
  }

  @Test
  void clockOfTheJoinIsNotWantedAnyMoreOnceItHasRung() {
    Rehearsal run =
        three("\"policy\": \"best\", \"judge\": \"j\", \"deadline\": \"1m\"")
            .brings("all/a", "1")
            .brings("all/b", "2");
    assertThat(run.wanted()).anyMatch(it -> it.contains("all.deadline"));

    run.rings("all", Clock.Kind.DEADLINE);

    assertThat(run.wanted()).noneMatch(it -> it.contains("all.deadline"));
  }
}
