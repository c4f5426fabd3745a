package dev.gatehouse.runtime.delivery;

import dev.gatehouse.core.approval.CallDigests;
import dev.gatehouse.core.delivery.Delivery;
import dev.gatehouse.core.delivery.Delivery.Address;
import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.EventStore.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run owes to whom when it changes. Pure: the same change owes the same deliveries under
/// the same ids.
public final class Owed {

  private static final int ID_DIGITS = 26;

  private Owed() {}

  /// What happened to a run.
  ///
  /// @param before its status before, empty when there was no such run
  /// @param status its status now
  /// @param seq how far its log reaches now
  /// @param json the run object of the wire
  public record Turn(
      RunState run, Optional<String> before, String status, long seq, Instant at, Json json) {}

  /// {@return the rows of the deliveries that are owed from now on}
  ///
  /// @param owner whose they are, as rows spell it
  public static List<Row> rows(Turn turn, String tenant, String owner) {
    Handover handover = turn.run().spec().request().handover();
    if (handover.isNone() || turn.before().equals(Optional.of(turn.status()))) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    String root = turn.run().spec().root();
    handover
        .callbackUrl()
        .map(url -> delivery(turn, new Address.Callback(url), ResultText.of(turn.run())))
        .ifPresent(owed -> rows.add(DeliveryRows.owed(owed, root, tenant, owner)));
    if (turn.run().ended()) {
      ResultText.worthTelling(turn.run())
          .ifPresent(text ->
              handover.targets().stream()
                  .map(name -> delivery(turn, new Address.Named(name), text))
                  .forEach(owed -> rows.add(DeliveryRows.owed(owed, root, tenant, owner))));
    }
    return rows;
  }

  private static Delivery delivery(Turn turn, Address address, String text) {
    String run = turn.run().spec().id();
    Letter letter =
        new Letter(id(run, address, turn.seq()), event(turn), turn.at(), text, turn.json());
    return Delivery.owed(letter, address, turn.run().spec().session(), run, turn.at());
  }

  /// A run that is resumed after its end ends again, and owes that again: hence the place in the
  /// log.
  private static String id(String run, Address address, long seq) {
    String kind = address instanceof Address.Callback ? "callback" : "named";
    String key = String.join("\n", run, kind, address.name(), Long.toString(seq));
    return "dlv_" + CallDigests.ofText(key).substring(0, ID_DIGITS);
  }

  private static String event(Turn turn) {
    return switch (turn.status()) {
      case "running" ->
          turn.before().filter(status -> !status.equals("queued")).isPresent()
              ? "run.resumed"
              : "run.started";
      default -> "run." + turn.status();
    };
  }
}
