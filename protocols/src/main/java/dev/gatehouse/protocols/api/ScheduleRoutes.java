package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Schedule.Target;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.protocols.http.BodyField;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.schedule.KeptSchedule;
import dev.gatehouse.runtime.schedule.ScheduleException;
import dev.gatehouse.runtime.schedule.Schedules;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Work that is done again and again without anybody asking.
final class ScheduleRoutes {

  static final Map<String, String> TENANT =
      Map.of("tenant", "whose schedule, for callers of role admin; their own tenant's unless told");

  private static final List<String> STATUSES = List.of("active", "paused");
  private static final int NEXT = 10;
  private static final int MAX_NAME = 64;

  private final ApiWorld world;
  private final Schedules schedules;
  private final Idempotency idempotency;

  ScheduleRoutes(ApiWorld world, Idempotency idempotency) {
    this.world = world;
    this.schedules = world.parts().schedules();
    this.idempotency = idempotency;
  }

  /// `GET /schedules`
  void list(Exchange exchange) throws IOException {
    EventStore store = world.runtime().store();
    List<String> statuses = Lists.statuses(exchange, STATUSES);
    exchange.json(
        200,
        Lists.page(
                store,
                Lists.query(store, exchange, KeptSchedule.KIND, statuses),
                row -> shown(KeptSchedule.of(row)))
            .build());
  }

  /// `GET /schedules/{id}`
  void show(Exchange exchange) throws IOException {
    exchange.json(200, shown(KeptSchedule.of(row(exchange))));
  }

  private Json shown(KeptSchedule kept) {
    return ScheduleJson.of(kept, schedules.upcoming(kept, NEXT));
  }

  private Row row(Exchange exchange) {
    String id = exchange.value("id");
    return world
        .runtime()
        .store()
        .row(KeptSchedule.KIND, tenant(exchange) + "/" + id)
        .filter(exchange.caller()::mayTouch)
        .orElseThrow(() -> new ProblemException(Problem.notFound(KeptSchedule.KIND, id)));
  }

  private static String tenant(Exchange exchange) {
    Caller caller = exchange.caller();
    return exchange
        .query()
        .text("tenant")
        .filter(_ -> caller.role() == CallerRole.ADMIN)
        .orElse(caller.key().tenant());
  }

  private static void requireOperator(Exchange exchange) {
    if (!exchange.caller().role().covers(CallerRole.OPERATOR)) {
      throw new ProblemException(Problem.roleRequired(CallerRole.OPERATOR));
    }
  }

  /// `POST /schedules`
  void add(Exchange exchange) throws IOException {
    requireOperator(exchange);
    BodyReader body = exchange.body();
    String name = body.required("name").text(1, MAX_NAME);
    boolean paused = body.optional("paused").map(BodyField::truth).orElse(false);
    Schedule schedule = new ScheduleOrder(body).schedule(name, owner(exchange.caller()));
    requireAllowed(exchange.caller(), schedule);
    Idempotency.Claim claim =
        idempotency.claim(exchange, "schedules\n" + exchange.caller().owner(), name);
    Optional<KeptSchedule> before =
        claim.key().flatMap(_ -> schedules.find(schedule.key())).filter(it -> same(it, schedule));
    if (before.isPresent()) {
      exchange.json(201, shown(before.get()));
      return;
    }
    try {
      KeptSchedule kept = done(() -> schedules.add(schedule));
      exchange.json(201, shown(paused ? schedules.pause(schedule.key()) : kept));
    } catch (ProblemException refused) {
      idempotency.release(claim);
      throw refused;
    }
  }

  /// The same request again, also after the first one died on its way.
  private static boolean same(KeptSchedule kept, Schedule wanted) {
    return kept.schedule().equals(wanted) && kept.source() == KeptSchedule.Source.CALLER;
  }

  private static Schedule.Owner owner(Caller caller) {
    return new Schedule.Owner(
        caller.key().tenant(), caller.key().name(), caller.user(), caller.role().wire());
  }

  private void requireAllowed(Caller caller, Schedule schedule) {
    switch (schedule.task().target()) {
      case Target.Agent(String name) -> requireAllowed(caller, name);
      case Target.Workflow(String name) -> {
        var _ = WorkflowRoutes.find(world, caller, name, Optional.empty());
      }
    }
    List<String> known = world.parts().hooks().handovers().names(caller.role());
    for (String delivery : schedule.delivery()) {
      if (!known.contains(delivery)) {
        throw new ProblemException(
            Problem.invalidBody(
                List.of(
                    new Violation(
                        "/delivery",
                        "\""
                            + delivery
                            + "\" is no delivery that this key may name; it may name "
                            + (known.isEmpty() ? "none" : String.join(", ", known))))));
      }
    }
  }

  private void requireAllowed(Caller caller, String agent) {
    if (world.runtime().catalog().agent(agent).isEmpty()) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.UNKNOWN_AGENT,
              "there is no agent \"" + agent + "\"; GET /agents lists those there are"));
    }
    if (!caller.mayUse(agent)) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.AGENT_NOT_ALLOWED, "this key may not use agent \"" + agent + "\""));
    }
  }

  /// `PATCH /schedules/{id}`
  void change(Exchange exchange) throws IOException {
    requireOperator(exchange);
    String key = row(exchange).id();
    BodyReader body = exchange.body();
    Optional<Boolean> paused = body.optional("paused").map(BodyField::truth);
    body.check();
    boolean more = body.json().members().keySet().stream().anyMatch(it -> !it.equals("paused"));
    if (more) {
      ScheduleOrder order = new ScheduleOrder(body);
      var _ =
          done(() ->
              schedules.change(
                  key,
                  old -> {
                    Schedule other = order.changed(old);
                    requireAllowed(exchange.caller(), other);
                    return other;
                  }));
    }
    if (paused.isPresent()) {
      var _ = done(() -> paused.get() ? schedules.pause(key) : schedules.resume(key));
    }
    exchange.json(200, shown(KeptSchedule.of(row(exchange))));
  }

  /// `DELETE /schedules/{id}`
  void remove(Exchange exchange) throws IOException {
    requireOperator(exchange);
    String key = row(exchange).id();
    var _ =
        done(() -> {
          schedules.remove(key);
          return key;
        });
    exchange.empty(204);
  }

  /// `POST /schedules/{id}/run`
  void run(Exchange exchange) throws IOException {
    requireOperator(exchange);
    Row row = row(exchange);
    Idempotency.Claim claim =
        idempotency.claim(exchange, "ticks\n" + row.id(), world.runtime().ids().run());
    String run = done(() -> schedules.run(row.id(), claim.id()));
    exchange.addHeader("X-Run-Id", run);
    exchange.json(
        202,
        Json.obj(
            "run_id", Json.of(run), "schedule", Json.of(KeptSchedule.of(row).schedule().name())));
  }

  /// Something that may be refused.
  private interface Doing<T> {
    T act();
  }

  private static <T> T done(Doing<T> doing) {
    try {
      return doing.act();
    } catch (ScheduleException refused) {
      String why = String.valueOf(refused.getMessage());
      throw new ProblemException(
          switch (refused.problem()) {
            case INVALID -> Problem.invalidBody(List.of(new Violation("", why)));
            case NOT_FOUND -> Problem.of(ProblemCode.NOT_FOUND, why);
            case CONFLICT, FULL -> Problem.of(ProblemCode.CONFLICT, why);
          });
    }
  }
}
