package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Rejected;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/// Steering a run from outside: stop, hold, go on, begin again from somewhere.
final class RunControlRoutes {

  private static final int MAX_REASON = 1_000;

  private final ApiWorld world;
  private final Idempotency idempotency;

  RunControlRoutes(ApiWorld world, Idempotency idempotency) {
    this.world = world;
    this.idempotency = idempotency;
  }

  private Row row(Exchange exchange) {
    return world.row(exchange, Rows.RUN, exchange.value("id"));
  }

  /// `POST /runs/{id}/cancel`
  void cancel(Exchange exchange) throws IOException {
    Row run = row(exchange);
    BodyReader body = exchange.body();
    String reason =
        body.optional("reason")
            .map(field -> field.text(0, MAX_REASON))
            .orElse("cancelled by the client");
    boolean rollback = body.optional("rollback").map(field -> field.truth()).orElse(false);
    body.check();
    Result result =
        world
            .runtime()
            .tell(
                run.session(),
                run.id(),
                new RunInput.Cancel(
                    reason,
                    exchange.caller().user(),
                    rollback ? RunInput.Cancel.Undo.ALL : RunInput.Cancel.Undo.NOTHING));
    boolean cancelling = result instanceof Result.Stepped;
    exchange.json(
        cancelling ? 202 : 200, Json.obj("status", Json.of(cancelling ? "cancelling" : "idle")));
  }

  /// `POST /runs/{id}/pause`
  void pause(Exchange exchange) throws IOException {
    Row run = row(exchange);
    var input = new RunInput.Pause(exchange.caller().user());
    require(world.runtime().tell(run.session(), run.id(), input));
    exchange.json(202, RunRoutes.brief(row(exchange)));
  }

  /// `POST /runs/{id}/resume`
  void resume(Exchange exchange) throws IOException {
    Row run = row(exchange);
    BodyReader body = exchange.body();
    RunWishes.Limits wishes = RunWishes.Limits.read(body);
    body.check();
    RunLimits limits = wishes.instead(state(run).control().limits());
    var input = new RunInput.Resume(exchange.caller().user(), limits);
    require(world.runtime().post(run.session(), new Changes.Resume(run.id(), input)));
    exchange.json(202, RunRoutes.brief(row(exchange)));
  }

  private RunState state(Row run) {
    return world
        .runtime()
        .post(run.session(), new Changes.LookAt(run.id()))
        .orElseThrow(() -> new ProblemException(Problem.notFound(Rows.RUN, run.id())));
  }

  /// `POST /runs/{id}/fork`
  void fork(Exchange exchange) throws IOException {
    Row run = row(exchange);
    BodyReader body = exchange.body();
    long seq = body.required("at_seq").integer(1, Long.MAX_VALUE);
    body.check();
    begin(exchange, run, "run-fork", id -> new RunFork(world).spec(run, seq, id));
  }

  /// `POST /runs/{id}/retry` of a run of an agent: a new run goes on after the last of its turns
  /// that was whole.
  void retry(Exchange exchange, Row run) throws IOException {
    RunState state = state(run);
    boolean failed =
        state.ended()
            && state
                .control()
                .ending()
                .filter(it -> it instanceof Ending.Failed || it instanceof Ending.Cancelled)
                .isPresent();
    if (!failed) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.CONFLICT,
              "run \"" + run.id() + "\" has neither failed nor been cancelled"));
    }
    begin(exchange, run, "run-retry", id -> new RunFork(world).again(run, state, id));
  }

  private void begin(Exchange exchange, Row run, String what, Function<String, RunSpec> plan)
      throws IOException {
    Idempotency.Claim claim =
        idempotency.claim(exchange, what + "\n" + run.id(), world.runtime().ids().run());
    RunSpec spec;
    try {
      spec = plan.apply(claim.id());
    } catch (ProblemException refused) {
      idempotency.release(claim);
      throw refused;
    }
    var _ = world.runtime().post(run.session(), new Changes.Begin(spec));
    exchange.addHeader("X-Run-Id", spec.id());
    exchange.json(202, RunRoutes.brief(world.row(exchange, Rows.RUN, spec.id())));
  }

  static void require(Result result) {
    if (result instanceof Result.Refused(Rejected why)) {
      throw new ProblemException(problem(why, "/limits"));
    }
  }

  /// {@return what a refusal is called on the wire}
  ///
  /// @param pointer what was wrong when the refusal is about the body
  static Problem problem(Rejected why, String pointer) {
    return switch (why.reason()) {
      case NOT_FOUND -> Problem.of(ProblemCode.NOT_FOUND, why.message());
      case RUN_ENDED -> Problem.of(ProblemCode.RUN_TERMINAL, why.message());
      case FORBIDDEN -> Problem.of(ProblemCode.ROLE_REQUIRED, why.message());
      case EXPIRED -> Problem.of(ProblemCode.EXPIRED, why.message());
      case ALREADY_DONE, STALE -> Problem.of(ProblemCode.CONFLICT, why.message());
      case INVALID ->
          pointer.equals("/limits")
              ? Problem.of(ProblemCode.CONFLICT, why.message())
              : Problem.invalidBody(List.of(new Violation(pointer, why.message())));
    };
  }
}
