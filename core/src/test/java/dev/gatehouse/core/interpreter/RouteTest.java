package dev.gatehouse.core.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent.NodeRetryPlanned;
import dev.gatehouse.core.event.NodeEvent.NodeStarted;
import dev.gatehouse.core.event.NodeEvent.RouteChosen;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.WorkflowDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private FlowState flow =
      FlowState.of(
          new FlowSpec(
              WorkflowDocument.read(
                  Json.parse(
                      """
                      {"id": "w", "steps": [
                        {"id": "one", "agent": {"capability": ["dig"]}, "prompt": "x"}]}
                      """),
                  Patterns.installed()),
              1,
              Json.NULL,
              Json.object().build(),
              Map.of(),
              Optional.empty()));

  RouteTest() {
    apply(new NodeStarted("", "w", 1, "steps", Optional.empty()));
    apply(new NodeStarted("one", "one", 1, "agent", Optional.empty()));
  }

  private void apply(Event event) {
    flow = NodeFold.apply(flow, event, NOW);
  }

  private NodeState one() {
    return flow.node("one").orElseThrow();
  }

  @Test
  void whoWasJustChosenHasNotTriedItYet() {
    apply(new RouteChosen("one", "digger", List.of(), Optional.empty(), Optional.empty()));

    assertThat(flow.chosen(one())).contains("digger");
    assertThat(flow.tried(one())).isEmpty();
  }

  @Test
  void whoWasChosenForTheAttemptBeforeHasTriedIt() {
    apply(new RouteChosen("one", "digger", List.of(), Optional.empty(), Optional.empty()));
    apply(new NodeRetryPlanned("one", 2, Failure.of(Failure.Code.AUTH, "no"), NOW));
    apply(new NodeStarted("one", "one", 2, "agent", Optional.empty()));

    assertThat(flow.chosen(one())).isEmpty();
    assertThat(flow.tried(one())).containsExactly("digger");
  }
}
