package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.protocols.http.Exchange;
import java.io.IOException;

/// Whether the server lives, and whether it can work.
final class HealthRoutes {

  private final ApiWorld world;

  HealthRoutes(ApiWorld world) {
    this.world = world;
  }

  /// `GET /health`
  void health(Exchange exchange) throws IOException {
    exchange.json(
        200,
        withFacts(
            Json.object()
                .put("status", "ok")
                .put("version", world.settings().version())
                .put("auth", world.parts().keys().isOpen() ? "open" : "keys")
                .put("live_runs", world.runtime().liveRuns())));
  }

  /// `GET /ready`; a store that cannot write ends the request.
  void ready(Exchange exchange) throws IOException {
    world.runtime().store().probe();
    exchange.json(200, withFacts(Json.object().put("status", "ready")));
  }

  private Json withFacts(Json.ObjBuilder json) {
    world.parts().hooks().health().facts().members().forEach(json::put);
    return json.build();
  }
}
