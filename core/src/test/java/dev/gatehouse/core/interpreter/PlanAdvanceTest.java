package dev.gatehouse.core.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.NodeEvent.SkipRequested;
import dev.gatehouse.core.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanAdvanceTest {

  private static final String PLAN =
      """
      {"tasks": [
        {"id": "low", "task": "t"},
        {"id": "last", "task": "t", "depends_on": ["low"], "priority": 9},
        {"id": "high", "task": "t", "priority": 5}]}
      """;

  private static Rehearsal team(String workers, int replans) {
    return Rehearsal.of(
        """
        {"id": "team", "manager": "m", "workers": [%s], "max-tasks": 4, "max-replans": %s,
         "synthesize": false}
        """
            .formatted(workers, replans));
  }

  private static List<String> at(Rehearsal run) {
    return run.flow().children("team").stream()
        .filter(node -> !node.isOver())
        .map(NodeState::key)
        .toList();
  }

  @Test
  void oneWorkerDoesTheTaskWithTheHighestPriorityThatCanBeDone() {
    Rehearsal run = team("\"a\"", 0).brings("team/@plan-1", Json.parse(PLAN));
    assertThat(at(run)).containsExactly("@task-high");

    run.brings("team/@task-high", "1");
    assertThat(at(run)).containsExactly("@task-low");

    run.brings("team/@task-low", "2");
    assertThat(at(run)).containsExactly("@task-last");

    run.brings("team/@task-last", "3");
    assertThat(run.output("team"))
        .isEqualTo(Json.parse("{\"high\": \"1\", \"low\": \"2\", \"last\": \"3\"}"));
  }

  @Test
  void eachWorkerDoesOneTaskAtATime() {
    Rehearsal run = team("\"a\", \"b\"", 0).brings("team/@plan-1", Json.parse(PLAN));

    assertThat(at(run)).containsExactly("@task-high", "@task-low");
    assertThat(PlanAdvance.board(run.node("team")).claims())
        .containsEntry("high", "a")
        .containsEntry("low", "b");
  }

  @Test
  void whoIsAtWorkIsDoneBeforeThereIsAnotherPlan() {
    Rehearsal run =
        team("\"a\", \"b\"", 1).brings("team/@plan-1", Json.parse(PLAN)).fails("team/@task-high");
    assertThat(at(run)).containsExactly("@task-low");

    run.brings("team/@task-low", "2");

    assertThat(at(run)).containsExactly("@plan-2");
  }

  @Test
  void taskThatFailedIsForgottenWithAnotherPlanAndWhatIsDoneStays() {
    Rehearsal run =
        team("\"a\"", 1)
            .brings("team/@plan-1", Json.parse(PLAN))
            .brings("team/@task-high", "1")
            .fails("team/@task-low")
            .brings(
                "team/@plan-2", Json.parse("{\"tasks\": [{\"id\": \"low\", \"task\": \"t\"}]}"));
    assertThat(at(run)).containsExactly("@task-low");

    run.brings("team/@task-low", "2");

    assertThat(run.output("team")).isEqualTo(Json.parse("{\"high\": \"1\", \"low\": \"2\"}"));
  }

  @Test
  void thereAreNoMorePlansThanThereMayBe() {
    Rehearsal run =
        team("\"a\"", 0).brings("team/@plan-1", Json.parse(PLAN)).fails("team/@task-high");

    assertThat(run.status("team")).isEqualTo("failed");
    assertThat(run.status("team/@plan-2")).isEqualTo("none");
  }

  @Test
  void planThatIsNoneIsRepairedOnce() {
    Rehearsal run = team("\"a\"", 0).brings("team/@plan-1", "what?");
    assertThat(at(run)).containsExactly("@repair-1");

    run.brings("team/@repair-1", "what?");

    assertThat(run.node("team").error().orElseThrow().subCode()).contains("invalid_plan");
  }

  @Test
  void taskThatIsSkippedCountsAsDone() {
    Rehearsal run = team("\"a\"", 0).brings("team/@plan-1", Json.parse(PLAN));

    run.hear(new SkipRequested("team/@task-high", "dear", "ann"));

    assertThat(run.status("team/@task-high")).isEqualTo("skipped");
    assertThat(at(run)).containsExactly("@task-low");
  }

  @Test
  void whatDependsOnASkippedTaskCanBeDone() {
    Rehearsal run = team("\"a\"", 0).brings("team/@plan-1", Json.parse(PLAN));
    run.brings("team/@task-high", "1");

    run.hear(new SkipRequested("team/@task-low", "dear", "ann"));

    assertThat(at(run)).containsExactly("@task-last");
  }
}
