package dev.gatehouse.runtime.delivery;

import dev.gatehouse.core.delivery.Delivery;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.spi.EventStore.Row;
import java.time.Instant;

/// Deliveries as index rows.
public final class DeliveryRows {

  /// The kind of a delivery's row.
  public static final String KIND = "delivery";

  private static final RecordCodec<Delivery> CODEC = RecordCodec.of(Delivery.class);

  private DeliveryRows() {}

  /// A delivery that is owed from now on.
  ///
  /// @param root the tree of the run it tells of; it is deleted with it
  static Row owed(Delivery delivery, String root, String tenant, String owner) {
    return new Row(
        KIND,
        delivery.id(),
        root,
        tenant,
        owner,
        delivery.status().wire(),
        delivery.session(),
        delivery.address().name(),
        delivery.created(),
        delivery.created(),
        delivery.run() + " " + delivery.letter().event(),
        CODEC.encode(delivery).toString());
  }

  /// {@return a row with its delivery as it is now}
  static Row updated(Row row, Delivery now, Instant at) {
    return new Row(
        row.kind(),
        row.id(),
        row.root(),
        row.tenant(),
        row.owner(),
        now.status().wire(),
        row.session(),
        row.subject(),
        row.created(),
        at,
        row.text(),
        CODEC.encode(now).toString());
  }

  /// {@return the delivery a row holds}
  public static Delivery delivery(Row row) {
    return CODEC.decode(JsonReader.read(row.body(), JsonLimits.OWN));
  }

  /// {@return a row as clients see it: everything but what is delivered}
  public static Json view(Row row) {
    Delivery delivery = delivery(row);
    Json.ObjBuilder json =
        Json.object()
            .put("delivery_id", delivery.id())
            .put("run_id", delivery.run())
            .put("session_id", delivery.session())
            .put("target", delivery.address().name())
            .put("event", delivery.letter().event())
            .put("status", delivery.status().wire())
            .put("attempts", delivery.progress().attempts())
            .put("parts_sent", delivery.progress().partsSent())
            .put("created_at", delivery.created().toString())
            .put("updated_at", row.updated().toString());
    if (delivery.status() == Delivery.Status.PENDING) {
      json.put("next_attempt_at", delivery.progress().due().toString());
    }
    delivery.progress().problem().ifPresent(why -> json.put("last_error", why));
    return json.build();
  }
}
