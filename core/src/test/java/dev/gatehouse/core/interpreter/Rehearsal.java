package dev.gatehouse.core.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent.TimerFired;
import dev.gatehouse.core.event.NodeEvent.NodeReported;
import dev.gatehouse.core.event.RunEvent.ChildEnded;
import dev.gatehouse.core.event.RunEvent.ChildReport;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.spi.Patterns;
import dev.gatehouse.core.workflow.WorkflowDocument;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A workflow that a test leads by the hand: what nodes bring is said by the test, and what follows
/// is concluded.
final class Rehearsal {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private FlowState flow;

  private Rehearsal(FlowSpec spec) {
    flow = FlowState.of(spec);
    conclude();
  }

  /// Begins a workflow of these steps.
  static Rehearsal of(String steps) {
    return of(steps, Json.NULL);
  }

  static Rehearsal of(String steps, Json input) {
    return new Rehearsal(
        new FlowSpec(
            WorkflowDocument.read(
                Json.parse("{\"id\": \"w\", \"steps\": [" + steps + "]}"), Patterns.installed()),
            1,
            input,
            Json.object().build(),
            Map.of(),
            Optional.empty()));
  }

  FlowState flow() {
    return flow;
  }

  NodeState node(String path) {
    return flow.node(path).orElseThrow();
  }

  /// {@return how a node stands, `none` when it has not begun or is forgotten}
  String status(String path) {
    return flow.node(path).map(FlowView::status).orElse("none");
  }

  Json output(String path) {
    return node(path).output();
  }

  Rehearsal apply(Event event) {
    flow = NodeFold.apply(flow, event, NOW);
    return this;
  }

  Rehearsal hear(Event event) {
    apply(event);
    conclude();
    return this;
  }

  /// What works for a node brings something.
  Rehearsal brings(String path, Json output) {
    assertThat(status(path)).as(path).isNotEqualTo("none");
    return hear(new NodeReported(path, Optional.of(output), Optional.empty()));
  }

  Rehearsal brings(String path, String output) {
    return brings(path, Json.of(output));
  }

  Rehearsal fails(String path) {
    return fails(path, Failure.of(Failure.Code.AUTH, "no"));
  }

  Rehearsal fails(String path, Failure failure) {
    assertThat(status(path)).as(path).isNotEqualTo("none");
    return hear(new NodeReported(path, Optional.empty(), Optional.of(failure)));
  }

  /// A run that worked for a beginning of a node has ended well.
  Rehearsal ends(String work, String output) {
    return hear(
        new ChildEnded(
            "run_x",
            "completed",
            new Usage(1, 2, 0, 0, 0),
            new Cost(5),
            Optional.empty(),
            false,
            Optional.of(
                new ChildReport(
                    work, Optional.of(Json.of(output)), Optional.empty(), Optional.empty()))));
  }

  Rehearsal rings(String path, Clock.Kind kind) {
    return hear(new TimerFired(Clock.of(node(path), kind).ref()));
  }

  /// {@return the clocks that are wanted}
  List<String> wanted() {
    return Desired.of(flow).stream().map(action -> action.ref().toString()).toList();
  }

  private void conclude() {
    List<Event> events = Advance.of(flow);
    for (int round = 0; !events.isEmpty(); round++) {
      assertThat(round).as("rounds without an end: " + events).isLessThan(1_000);
      events.forEach(this::apply);
      events = Advance.of(flow);
    }
  }
}
