package dev.gatehouse.protocols.api;

import dev.gatehouse.core.delivery.Delivery;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.delivery.DeliveryRows;
import dev.gatehouse.runtime.delivery.Outbox.Granted;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// What is owed to places outside, for operators.
final class DeliveryRoutes {

  private static final List<String> STATUSES =
      Arrays.stream(Delivery.Status.values()).map(Delivery.Status::wire).toList();

  private final ApiWorld world;

  DeliveryRoutes(ApiWorld world) {
    this.world = world;
  }

  /// `GET /deliveries`
  void list(Exchange exchange) throws IOException {
    requireOperator(exchange);
    EventStore store = world.runtime().store();
    List<String> statuses = Lists.statuses(exchange, STATUSES);
    RowQuery query = Lists.query(store, exchange, DeliveryRows.KIND, statuses);
    exchange.json(200, Lists.page(store, query, DeliveryRows::view).build());
  }

  /// `POST /deliveries/{id}/retry`
  void retry(Exchange exchange) throws IOException {
    answer(exchange, world.runtime().outbox().retry(row(exchange)));
  }

  /// `DELETE /deliveries/{id}`
  void drop(Exchange exchange) throws IOException {
    answer(exchange, world.runtime().outbox().drop(row(exchange)));
  }

  private Row row(Exchange exchange) {
    requireOperator(exchange);
    return world.row(exchange, DeliveryRows.KIND, exchange.value("id"));
  }

  private static void answer(Exchange exchange, Granted granted) throws IOException {
    switch (granted) {
      case Granted.Done(Row row) -> exchange.json(200, DeliveryRows.view(row));
      case Granted.Refused(String why) ->
          throw new ProblemException(Problem.of(ProblemCode.CONFLICT, why));
    }
  }

  private static void requireOperator(Exchange exchange) {
    if (!exchange.caller().role().covers(CallerRole.OPERATOR)) {
      throw new ProblemException(Problem.roleRequired(CallerRole.OPERATOR));
    }
  }
}
