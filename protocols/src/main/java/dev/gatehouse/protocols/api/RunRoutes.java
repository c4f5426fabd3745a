package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.protocols.http.TraceParent;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Runs beside the conversation: to begin, to find, to wait for.
final class RunRoutes {

  static final List<String> STATUSES =
      List.of("queued", "running", "waiting", "completed", "failed", "cancelled");

  private static final List<String> LIVE = STATUSES.subList(0, 3);
  private static final long STANDARD_WAIT_SECONDS = 30;

  private final ApiWorld world;
  private final RunPlanner planner;
  private final SessionDesk desk;
  private final Idempotency idempotency;

  RunRoutes(ApiWorld world, RunPlanner planner, SessionDesk desk, Idempotency idempotency) {
    this.world = world;
    this.planner = planner;
    this.desk = desk;
    this.idempotency = idempotency;
  }

  /// `POST /runs`
  void begin(Exchange exchange) throws IOException, InterruptedException {
    BodyReader body = exchange.body();
    RunOrder order =
        RunOrder.read(body, world.parts().hooks().handovers(), exchange.caller().role());
    Idempotency.Claim claim =
        idempotency.claim(
            exchange, "runs\n" + exchange.caller().owner(), world.runtime().ids().run());
    Optional<Row> known = world.runtime().store().row(Rows.RUN, claim.id());
    if (known.isEmpty()) {
      try {
        begin(exchange, order, claim.id(), body.json());
      } catch (ProblemException refused) {
        idempotency.release(claim);
        throw refused;
      }
    }
    Row run = waitFor(world.row(exchange, Rows.RUN, claim.id()), order.patience());
    exchange.addHeader("X-Run-Id", run.id());
    if (!order.patience().isZero() && !LIVE.contains(run.status())) {
      exchange.json(200, Json.parse(run.body()));
    } else {
      exchange.json(202, brief(run));
    }
  }

  static Json brief(Row run) {
    return Json.obj("run_id", Json.of(run.id()), "status", Json.of(run.status()));
  }

  private void begin(Exchange exchange, RunOrder order, String id, Json.Obj request)
      throws InterruptedException {
    Caller caller = exchange.caller();
    Optional<String> named = order.session().or(caller::session);
    SessionCreated session =
        named.isPresent()
            ? open(exchange, named.get())
            : desk.open(fresh(caller, order), List.of());
    var wanted =
        new RunPlanner.Order(
            id,
            order.flow().isPresent() ? RunSpec.Kind.WORKFLOW : RunSpec.Kind.AGENT,
            order.wishes(),
            order.input(),
            request,
            order.metadata());
    RunSpec spec =
        order.flow().isPresent()
            ? new FlowPlanner(world, planner).plan(caller, session, wanted, order.flow().get())
            : planner.plan(caller, session, wanted);
    var _ =
        world
            .runtime()
            .post(
                session.id(),
                new Changes.Begin(due(spec, order).withTrace(TraceParent.of(exchange))));
  }

  private static RunSpec due(RunSpec spec, RunOrder order) {
    RunSpec.Request request = spec.request().withHandover(order.handover());
    return order.delay().isZero()
        ? spec.with(request)
        : spec.with(request.withDue(request.created().plus(order.delay())));
  }

  private SessionCreated open(Exchange exchange, String id) {
    Row row = world.row(exchange, Rows.SESSION, id);
    if (!row.status().equals("open")) {
      throw new ProblemException(Problem.notFound(Rows.SESSION, id));
    }
    return desk.find(id).who();
  }

  private SessionCreated fresh(Caller caller, RunOrder order) {
    return new SessionCreated(
        world.runtime().ids().session(),
        caller.key().tenant(),
        caller.key().name(),
        caller.user(),
        caller.key().channel(),
        order.context(),
        world.runtime().clock().instant());
  }

  private Row waitFor(Row run, Duration patience) throws InterruptedException {
    if (!patience.isPositive() || !LIVE.contains(run.status())) {
      return run;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    try (Onlooker onlooker = world.runtime().look(run.root(), Place.START)) {
      long left = patience.toNanos();
      while (!onlooker.ended() && left > 0) {
        onlooker.next(Duration.ofNanos(left));
        left = deadline - System.nanoTime();
      }
    }
    return world.runtime().store().row(Rows.RUN, run.id()).orElse(run);
  }

  /// `GET /runs`
  void list(Exchange exchange) throws IOException {
    EventStore store = world.runtime().store();
    List<String> statuses = Lists.statuses(exchange, STATUSES);
    var query = Lists.query(store, exchange, Rows.RUN, statuses);
    var counts = Json.object();
    store.counts(query).forEach((status, count) -> counts.put(status, count));
    exchange.json(200, Lists.page(store, query).put("counts", counts.build()).build());
  }

  /// `GET /runs/{id}`
  void show(Exchange exchange) throws IOException {
    exchange.json(200, Json.parse(world.row(exchange, Rows.RUN, exchange.value("id")).body()));
  }

  /// `GET /runs/{id}/wait`
  void await(Exchange exchange) throws IOException, InterruptedException {
    Row run = world.row(exchange, Rows.RUN, exchange.value("id"));
    long seconds =
        exchange
            .query()
            .integer("timeout", 0, RunOrder.MAX_WAIT_SECONDS)
            .orElse(STANDARD_WAIT_SECONDS);
    Row then = waitFor(run, Duration.ofSeconds(seconds));
    exchange.json(200, Json.parse(then.body()));
  }
}
