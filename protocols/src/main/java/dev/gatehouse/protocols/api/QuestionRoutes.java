package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.Decision.Rejected;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Questions that runs have for people.
final class QuestionRoutes {

  private static final List<String> STATUSES =
      List.of("open", "answered", "declined", "expired", "cancelled");

  private final ApiWorld world;

  QuestionRoutes(ApiWorld world) {
    this.world = world;
  }

  /// What somebody does about a question.
  private enum Action {
    ANSWER,
    DECLINE
  }

  /// `GET /questions`
  void list(Exchange exchange) throws IOException {
    EventStore store = world.runtime().store();
    List<String> statuses = Lists.statuses(exchange, STATUSES);
    exchange.json(
        200, Lists.page(store, Lists.query(store, exchange, Rows.QUESTION, statuses)).build());
  }

  /// `POST /questions/{id}`
  void answer(Exchange exchange) throws IOException {
    Row question = world.row(exchange, Rows.QUESTION, exchange.value("id"));
    BodyReader body = exchange.body();
    Action action = body.required("action").choice(Action.class);
    Optional<Json> value =
        action == Action.ANSWER ? Optional.of(body.required("value").json()) : Optional.empty();
    body.check();
    requireRole(exchange.caller(), question);
    requireOpen(question);
    value.ifPresent(it -> requireFit(question, it));
    var input =
        new RunInput.Answer(
            question.id(),
            action == Action.ANSWER ? Resolution.ANSWERED : Resolution.DECLINED,
            value,
            exchange.caller().user());
    Result result = world.runtime().tell(question.session(), question.subject(), input);
    if (result instanceof Result.Refused(Rejected why)) {
      // Somebody may have been first between the look and the word.
      requireOpen(world.row(exchange, Rows.QUESTION, question.id()));
      throw new ProblemException(
          why.reason() == Reason.ALREADY_DONE
              ? Problem.of(ProblemCode.ALREADY_ANSWERED, why.message())
              : RunControlRoutes.problem(why, "/value"));
    }
    exchange.json(200, Json.parse(world.row(exchange, Rows.QUESTION, question.id()).body()));
  }

  /// Whoever may see a question may answer it, unless it says who may.
  private static void requireRole(Caller caller, Row question) {
    Optional<CallerRole> needed =
        Json.parse(question.body())
            .at("role")
            .flatMap(Json::text)
            .flatMap(role ->
                Arrays.stream(CallerRole.values())
                    .filter(each -> each.wire().equals(role))
                    .findFirst());
    if (needed.filter(role -> !caller.role().covers(role)).isPresent()) {
      throw new ProblemException(Problem.roleRequired(needed.get()));
    }
  }

  private void requireFit(Row question, Json value) {
    List<Violation> violations =
        Json.parse(question.body())
            .at("schema")
            .filter(schema -> !schema.equals(Json.NULL))
            .map(schema -> world.parts().schemas().validate(schema, value))
            .orElse(List.of());
    if (!violations.isEmpty()) {
      throw new ProblemException(
          Problem.invalidBody(
              violations.stream()
                  .map(it -> new Violation("/value" + it.pointer(), it.message()))
                  .toList()));
    }
  }

  private static void requireOpen(Row question) {
    if (question.status().equals("open")) {
      return;
    }
    boolean late = question.status().equals("expired") || question.status().equals("cancelled");
    throw new ProblemException(
        Problem.of(
                late ? ProblemCode.EXPIRED : ProblemCode.ALREADY_ANSWERED,
                "question \"" + question.id() + "\" is " + question.status() + " already")
            .with("question", Json.parse(question.body())));
  }
}
