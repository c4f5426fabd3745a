package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.NodeEvent.NodeStatus;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.Decision.Rejected;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.core.workflow.WorkflowException;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.util.List;

/// Steering the run of a workflow while it goes on: leave a node out, do it again, put a step in,
/// give a signal. Who ordered it and why stands in the run's log.
final class FlowControlRoutes {

  private static final int MAX_REASON = 1_000;
  private static final int MAX_NAME = 2_000;

  private final ApiWorld world;
  private final RunControlRoutes runs;

  FlowControlRoutes(ApiWorld world, RunControlRoutes runs) {
    this.world = world;
    this.runs = runs;
  }

  private Row row(Exchange exchange) {
    return world.row(exchange, Rows.RUN, exchange.value("id"));
  }

  /// `POST /runs/{id}/nodes/{node}/skip`
  void skip(Exchange exchange) throws IOException {
    String reason = reason(exchange.body(), "skipped by the client");
    tell(exchange, new RunInput.SkipNode(exchange.value("node"), reason, exchange.caller().user()));
  }

  /// `POST /runs/{id}/nodes/{node}/retry`
  void redo(Exchange exchange) throws IOException {
    String reason = reason(exchange.body(), "tried again by the client");
    tell(exchange, new RunInput.RedoNode(exchange.value("node"), reason, exchange.caller().user()));
  }

  /// `POST /runs/{id}/retry`
  void retry(Exchange exchange) throws IOException {
    Row run = row(exchange);
    String reason = reason(exchange.body(), "tried again by the client");
    if (Rows.workflow(run).isEmpty()) {
      runs.retry(exchange, run);
      return;
    }
    List<String> failed = failed(run);
    if (failed.isEmpty()) {
      throw new ProblemException(
          Problem.of(ProblemCode.CONFLICT, "run \"" + run.id() + "\" has no step that has failed"));
    }
    for (String path : failed) {
      if (failed(run).contains(path)) {
        tell(run, new RunInput.RedoNode(path, reason, exchange.caller().user()));
      }
    }
    accepted(exchange);
  }

  /// The failed nodes in which no other has failed.
  private List<String> failed(Row run) {
    List<NodeState> failed =
        world
            .runtime()
            .post(run.session(), new Changes.LookAt(run.id()))
            .flatMap(RunState::flow)
            .map(FlowState::nodes)
            .stream()
            .flatMap(nodes -> nodes.values().stream())
            .filter(node -> node.is(NodeStatus.FAILED) && !node.path().isEmpty())
            .toList();
    return failed.stream()
        .map(NodeState::path)
        .filter(path -> failed.stream().noneMatch(other -> other.path().startsWith(path + "/")))
        .toList();
  }

  /// `POST /runs/{id}/nodes`
  void insert(Exchange exchange) throws IOException {
    BodyReader body = exchange.body();
    String after = body.required("after").text(1, MAX_NAME);
    BodyField step = body.required("step");
    String reason = reason(body, "put in by the client");
    tell(exchange, new RunInput.InsertStep(after, step(step), reason, exchange.caller().user()));
  }

  private Step step(BodyField field) {
    try {
      return WorkflowDocument.readStep(field.json(), world.runtime().catalog().policy().patterns());
    } catch (WorkflowException wrong) {
      throw WorkflowRoutes.invalid(field.pointer(), wrong.flaws());
    }
  }

  /// `POST /runs/{id}/signal`
  void signal(Exchange exchange) throws IOException {
    BodyReader body = exchange.body();
    String name = body.required("name").text(1, MAX_NAME);
    Json payload = body.optional("payload").map(BodyField::json).orElse(Json.NULL);
    body.check();
    tell(exchange, new RunInput.Signal(name, payload, exchange.caller().user()));
  }

  /// Reads the reason and ends the reading of the body.
  private static String reason(BodyReader body, String standard) {
    String reason =
        body.optional("reason").map(field -> field.text(1, MAX_REASON)).orElse(standard);
    body.check();
    return reason;
  }

  private void tell(Exchange exchange, RunInput order) throws IOException {
    tell(row(exchange), order);
    accepted(exchange);
  }

  private void tell(Row run, RunInput order) {
    Result result = world.runtime().tell(run.session(), run.id(), order);
    if (result instanceof Result.Refused(Rejected why)) {
      throw new ProblemException(
          why.reason() == Reason.ALREADY_DONE
              ? Problem.of(ProblemCode.NODE_FINISHED, why.message())
              : RunControlRoutes.problem(
                  why, order instanceof RunInput.InsertStep ? "/after" : ""));
    }
  }

  private void accepted(Exchange exchange) throws IOException {
    exchange.json(202, RunRoutes.brief(row(exchange)));
  }
}
