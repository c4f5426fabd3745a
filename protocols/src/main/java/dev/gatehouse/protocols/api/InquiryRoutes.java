package dev.gatehouse.protocols.api;

import dev.gatehouse.core.inquiry.BlockedOn;
import dev.gatehouse.core.inquiry.Fact;
import dev.gatehouse.core.inquiry.Wait;
import dev.gatehouse.core.inquiry.Why;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/// What people ask about a run: what it waits for, and why.
final class InquiryRoutes {

  private final ApiWorld world;

  InquiryRoutes(ApiWorld world) {
    this.world = world;
  }

  private Row row(Exchange exchange) {
    return world.row(exchange, Rows.RUN, exchange.value("id"));
  }

  /// `GET /runs/{id}/blocked-on`
  void blockedOn(Exchange exchange) throws IOException {
    Row run = row(exchange);
    Instant now = world.runtime().clock().instant();
    var waits = BlockedOn.of(world.runtime().log(run.id()));
    exchange.json(
        200,
        Json.obj(
            "status",
            Json.of(run.status()),
            "waiting_for",
            Json.array(waits.stream().map(wait -> json(wait, now)).toList())));
  }

  private static Json json(Wait wait, Instant now) {
    Duration age = Duration.between(wait.since(), now);
    Json.ObjBuilder json =
        Json.object()
            .put("kind", wait.kind().wire())
            .put("id", wait.id())
            .put("since", wait.since().toString())
            .put("age_s", BigDecimal.valueOf(Math.max(0, age.toMillis()), 3));
    wait.expires().ifPresent(at -> json.put("expires_at", at.toString()));
    return json.build();
  }

  /// `GET /runs/{id}/why`
  void why(Exchange exchange) throws IOException {
    Row run = row(exchange);
    Why why = Why.of(world.runtime().log(run.id()), world.runtime().clock().instant());
    exchange.json(
        200,
        Json.obj(
            "summary",
            Json.of(why.summary()),
            "facts",
            Json.array(why.facts().stream().map(InquiryRoutes::json).toList())));
  }

  private static Json json(Fact fact) {
    return Json.object()
        .put("seq", fact.seq())
        .put("at", fact.at().toString())
        .put("kind", fact.kind())
        .put("subject", fact.subject())
        .put("because", fact.because())
        .put("data", fact.data())
        .build();
  }
}
