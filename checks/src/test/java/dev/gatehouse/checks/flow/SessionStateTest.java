package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.workflow.Workflow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the runs of a session hand on to each other.
final class SessionStateTest {

  private final FlowDesk desk = FlowDesk.of(new Actors());

  @AfterEach
  void close() {
    desk.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"count", "session"})
  void nextRunOfTheSessionFindsWhatTheOneBeforeHasKept(String step) throws InterruptedException {
    Workflow workflow =
        FlowDesk.workflow(
            """
            {"id": "tally", "state": {"total": {"merge": "sum", "scope": "session"}},
             "steps": [{"id": "%s", "transform": {"total": 5}}]}
            """
                .formatted(step));
    RunSpec first = desk.begin(workflow, Json.object().build());
    desk.end(first);

    RunSpec second = desk.beginAfter(first, workflow, Json.object().build());
    desk.end(second);

    assertThat(desk.flow(second).vars().values())
        .extracting(value -> value.value().toString())
        .containsExactly("10");
  }
}
