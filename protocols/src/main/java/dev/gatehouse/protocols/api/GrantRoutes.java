package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.runtime.approval.Grants;
import java.io.IOException;
import java.util.List;

/// Standing approvals.
final class GrantRoutes {

  private final ApiWorld world;

  GrantRoutes(ApiWorld world) {
    this.world = world;
  }

  /// `GET /grants`
  void list(Exchange exchange) throws IOException {
    EventStore store = world.runtime().store();
    exchange.json(
        200,
        Lists.page(store, Lists.query(store, exchange, Grants.KIND, List.of(Grants.ACTIVE)))
            .build());
  }

  /// `DELETE /grants/{id}`
  void revoke(Exchange exchange) throws IOException {
    Row row = world.row(exchange, Grants.KIND, exchange.value("id"));
    boolean counted =
        world
            .runtime()
            .grants()
            .revoke(row, exchange.caller().user(), world.runtime().clock().instant());
    exchange.json(200, Json.obj("status", Json.of(counted ? "revoked" : "revoked_before")));
  }
}
