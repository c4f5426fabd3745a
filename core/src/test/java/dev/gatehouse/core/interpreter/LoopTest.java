package dev.gatehouse.core.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.RunEvent.ChildEnded;
import dev.gatehouse.core.event.RunEvent.ChildReport;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoopTest {

  private static final String BODY =
      "\"id\": \"again\", \"loop\": [{\"id\": \"one\", \"agent\": \"x\", \"prompt\": \"p\"}]";

  private static Rehearsal loop(String more) {
    return Rehearsal.of("{" + BODY + ", " + more + "}");
  }

  private static Rehearsal judged(String more) {
    return loop("\"critic\": \"c\", " + more);
  }

  private static Rehearsal round(Rehearsal run, int number, double score) {
    return run.brings("again/" + number + "/one", "r" + number)
        .brings("again/@critic-" + number, Json.parse("{\"score\": " + score + "}"));
  }

  private static String reason(Rehearsal run) {
    return run.output("again").at("reason").flatMap(Json::text).orElse("none");
  }

  private static Json best(Rehearsal run) {
    return run.output("again").at("output").orElse(Json.NULL);
  }

  @Test
  void scoreThatIsJustGoodEnoughEndsIt() {
    Rehearsal run = judged("\"until\": {\"score\": 0.5}, \"max-iterations\": 5");

    assertThat(reason(round(run, 1, 0.5))).isEqualTo("threshold");
  }

  @Test
  void ofEqualIterationsTheFirstIsTheBest() {
    Rehearsal run = judged("\"max-iterations\": 2");
    round(run, 1, 0.5);
    round(run, 2, 0.5);

    assertThat(reason(run)).isEqualTo("max_iterations");
    assertThat(best(run)).isEqualTo(Json.of("r1"));
  }

  @Test
  void twoIterationsWithoutABetterOneAreAPlateau() {
    Rehearsal run = judged("\"max-iterations\": 9, \"converge\": [\"plateau\"]");
    round(run, 1, 0.5);
    round(run, 2, 0.1);
    assertThat(run.status("again")).isEqualTo("running");

    assertThat(reason(round(run, 3, 0.4))).isEqualTo("plateau");
  }

  @Test
  void timeLimitDoesNotTakeWhatTheFirstIterationBrought() {
    Rehearsal run = loop("\"max-iterations\": 9, \"timeout\": \"1m\"").brings("again/1/one", "r1");

    run.rings("again", Clock.Kind.TIMEOUT);

    assertThat(reason(run)).isEqualTo("deadline");
    assertThat(best(run)).isEqualTo(Json.of("r1"));
    assertThat(run.status("again/2/one")).isEqualTo("cancelled");
  }

  @Test
  void budgetDoesNotTakeWhatTheFirstIterationBrought() {
    Rehearsal run = loop("\"max-iterations\": 9").brings("again/1/one", "r1");

    run.fails(
        "again/2/one", Failure.of(Failure.Code.AGENT_ERROR, "poor").withSubCode("budget_exceeded"));

    assertThat(reason(run)).isEqualTo("budget");
  }

  @Test
  void loopThatHasNothingFailsWithItsBudget() {
    Rehearsal run = loop("\"max-iterations\": 9");

    run.fails(
        "again/1/one", Failure.of(Failure.Code.AGENT_ERROR, "poor").withSubCode("budget_exceeded"));

    assertThat(run.status("again")).isEqualTo("failed");
  }

  @Test
  void otherFailureFailsTheLoopWhateverItHas() {
    Rehearsal run = loop("\"max-iterations\": 9").brings("again/1/one", "r1");

    assertThat(run.fails("again/2/one").status("again")).isEqualTo("failed");
  }

  @Test
  void criticThatFailsFailsTheLoop() {
    Rehearsal run = judged("\"max-iterations\": 2").brings("again/1/one", "r1");

    assertThat(run.fails("again/@critic-1").status("again")).isEqualTo("failed");
  }

  @Test
  void iterationsWithoutCallsDoNotRepeatTheirCalls() {
    Rehearsal run = loop("\"max-iterations\": 3, \"converge\": [\"repeated-calls\"]");
    run.brings("again/1/one", "r1").brings("again/2/one", "r2");

    assertThat(run.status("again")).isEqualTo("running");
  }

  @Test
  void iterationWithTheCallsOfTheOneBeforeEndsIt() {
    Rehearsal run = loop("\"max-iterations\": 3, \"converge\": [\"repeated-calls\"]");
    for (int i = 1; i <= 2; i++) {
      run.hear(called(run.node("again/" + i + "/one").work(), "r" + i));
    }

    assertThat(reason(run)).isEqualTo("repeated_calls");
  }

  private static ChildEnded called(String work, String output) {
    return new ChildEnded(
        "run_x",
        "completed",
        Usage.NONE,
        Cost.ZERO,
        Optional.empty(),
        false,
        Optional.of(
            new ChildReport(
                work, Optional.of(Json.of(output)), Optional.empty(), Optional.of("digest"))));
  }

  @Test
  void whatLiesBeforeTheLastIterationIsForgotten() {
    Rehearsal run = judged("\"max-iterations\": 9");
    round(run, 1, 0.1);
    round(run, 2, 0.2);

    assertThat(run.status("again/1")).isEqualTo("none");
    assertThat(run.status("again/1/one")).isEqualTo("none");
    assertThat(run.status("again/@critic-1")).isEqualTo("none");
    assertThat(run.status("again/2/one")).isEqualTo("completed");
  }
}
