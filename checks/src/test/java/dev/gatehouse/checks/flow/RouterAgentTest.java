package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.flow.Actors.Line;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent.Candidate;
import dev.gatehouse.core.event.NodeEvent.RouteChosen;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.testkit.InMemoryStore;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// An agent says who does a step that several agents can do.
final class RouterAgentTest {

  private static final String DOCUMENT =
      """
      {"id": "routed", "steps": [{"id": "work", "agent": {"capability": ["work"]}, "prompt": "fold"}]}
      """;

  /// Of the two, scores prefer the one that can do nothing else.
  private static final Map<String, List<String>> CREW =
      Map.of(
          "narrow", List.of("work"),
          "broad", List.of("work", "play", "rest"),
          "dispatcher", List.of());

  private record Routed(RouteChosen route, RunState run, Cost spent) {

    List<String> reasons(String agent) {
      return route.candidates().stream()
          .filter(each -> each.name().equals(agent))
          .findFirst()
          .map(Candidate::reasons)
          .orElseThrow();
    }
  }

  private static Routed route(Function<ModelRequest, Line> dispatcher) throws Exception {
    Actors actors = new Actors().echo("narrow", "broad").part("dispatcher", dispatcher);
    InMemoryStore store = new InMemoryStore();
    try (FlowDesk desk = new FlowDesk(store, actors, CREW, List.of()).routedBy("dispatcher")) {
      RunSpec spec = desk.begin(FlowDesk.workflow(DOCUMENT), Json.NULL);
      RunState run = desk.end(spec);
      RouteChosen route =
          store.events().readTree(spec.id(), 0, 1_000).stream()
              .map(entry -> Event.CODEC.decode(Json.parse(entry.body())))
              .filter(RouteChosen.class::isInstance)
              .map(RouteChosen.class::cast)
              .findFirst()
              .orElseThrow();
      return new Routed(route, run, store.events().balance(Budgets.tree(spec.id())));
    }
  }

  @Test
  void scoresDecideWithoutARouter() throws Exception {
    Actors actors = new Actors().echo("narrow", "broad");
    try (FlowDesk desk = new FlowDesk(new InMemoryStore(), actors, CREW, List.of())) {
      RunState run = desk.run(DOCUMENT, Json.NULL);

      assertThat(run.flow().orElseThrow().node("work").orElseThrow().output())
          .isEqualTo(Json.of("narrow(fold)"));
      assertThat(actors.heard()).hasSize(1);
    }
  }

  @Test
  void agentThatTheRouterNamesDoesIt() throws Exception {
    Routed routed =
        route(request -> {
          assertThat(Actors.told(request)).contains("- broad", "- narrow", "fold");
          assertThat(request.outputSchema()).isPresent();
          return Actors.says("{\"agent\":\"broad\",\"reason\":\"it plays\"}");
        });

    assertThat(routed.route().chosen()).isEqualTo("broad");
    assertThat(routed.reasons("broad")).contains("router 'dispatcher' chose it: it plays");
    assertThat(routed.run().flow().orElseThrow().node("work").orElseThrow().output())
        .isEqualTo(Json.of("broad(fold)"));
  }

  @Test
  void adviceIsPaidForByTheRunAndItsNode() throws Exception {
    Routed routed = route(_ -> Actors.says("{\"agent\":\"narrow\",\"reason\":\"so\"}"));

    Cost both = new Cost(2 * 60_000);
    assertThat(routed.spent()).isEqualTo(both);
    assertThat(routed.run().spent().cost()).isEqualTo(both);
    assertThat(routed.run().flow().orElseThrow().node("work").orElseThrow().spend().cost())
        .isEqualTo(both);
  }

  @Test
  void scoresDecideWhenTheRouterNamesNobody() throws Exception {
    Routed routed = route(_ -> Actors.says("{\"agent\":\"nobody\",\"reason\":\"all alike\"}"));

    assertThat(routed.route().chosen()).isEqualTo("narrow");
    assertThat(routed.reasons("narrow")).contains("router 'dispatcher' named nobody: all alike");
  }

  @Test
  void scoresDecideWhenTheRouterFails() throws Exception {
    Routed routed =
        route(
            _ -> new Line.Fails(Failure.of(Failure.Code.BAD_REQUEST, "out of order").permanent()));

    assertThat(routed.route().chosen()).isEqualTo("narrow");
    assertThat(routed.reasons("narrow")).contains("router 'dispatcher' named nobody: out of order");
  }

  @Test
  void agentThatCannotDoItIsNotTakenFromTheRouter() throws Exception {
    Routed routed = route(_ -> Actors.says("{\"agent\":\"dispatcher\",\"reason\":\"me\"}"));

    assertThat(routed.route().chosen()).isEqualTo("narrow");
  }
}
