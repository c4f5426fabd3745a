package dev.gatehouse.protocols.api;

import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.workflow.WorkflowGraph;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.protocols.http.QueryParameters;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Pictures of workflows, and of their runs as they are now.
final class GraphRoutes {

  static final Map<String, String> FORMATS =
      Map.of("format", "`mermaid`, which it is unless told, or `json`");

  private final ApiWorld world;

  GraphRoutes(ApiWorld world) {
    this.world = world;
  }

  /// `GET /workflows/{id}/graph`
  void workflow(Exchange exchange) throws IOException {
    Optional<Integer> version =
        exchange.query().integer("version", 1, Integer.MAX_VALUE).map(Long::intValue);
    var edition = WorkflowRoutes.find(world, exchange.caller(), exchange.value("id"), version);
    answer(exchange, WorkflowGraph.of(edition.workflow()));
  }

  /// `GET /runs/{id}/graph`
  void run(Exchange exchange) throws IOException {
    Row run = world.row(exchange, Rows.RUN, exchange.value("id"));
    FlowState flow =
        world
            .runtime()
            .post(run.session(), new Changes.LookAt(run.id()))
            .flatMap(RunState::flow)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(
                        ProblemCode.CONFLICT, "run \"" + run.id() + "\" is not of a workflow")));
    Map<String, String> statuses = new LinkedHashMap<>();
    flow.nodes().forEach((path, node) -> statuses.put(path, FlowView.status(node)));
    answer(exchange, WorkflowGraph.of(flow.spec().workflow(), statuses));
  }

  private static void answer(Exchange exchange, WorkflowGraph graph) throws IOException {
    String format = exchange.query().text("format").orElse("mermaid");
    switch (format) {
      case "json" -> exchange.json(200, graph.json());
      case "mermaid" ->
          exchange.bytes(
              200, "text/plain; charset=utf-8", graph.mermaid().getBytes(StandardCharsets.UTF_8));
      default -> throw QueryParameters.wrong("format", format, "mermaid or json");
    }
  }
}
