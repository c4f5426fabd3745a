package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.protocols.http.QueryParameters;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import java.io.IOException;
import java.util.Optional;

/// Shows runs to clients from the place they ask for.
final class Shows {

  private final ApiWorld world;
  private final Relay relay;

  Shows(ApiWorld world) {
    this.world = world;
    this.relay =
        new Relay(
            world.runtime().clock(), world.settings().heartbeat(), this::workflow, this::parent);
  }

  private Optional<String> workflow(String run) {
    return world.runtime().store().row(Rows.RUN, run).flatMap(Rows::workflow);
  }

  private Optional<String> parent(String run) {
    return world
        .runtime()
        .store()
        .row(Rows.RUN, run)
        .flatMap(row -> Json.parse(row.body()).at("parent_run_id").flatMap(Json::text));
  }

  /// Shows a run to somebody who is counted among its audience already.
  Relay.End show(Exchange exchange, String run, String root, Place from) throws IOException {
    try (Onlooker onlooker = world.runtime().look(root, from)) {
      return show(exchange, run, onlooker);
    }
  }

  /// Shows a run to somebody who has been looking on already.
  Relay.End show(Exchange exchange, String run, Onlooker onlooker) throws IOException {
    exchange.addHeader("X-Run-Id", run);
    Relay.End end = relay.relay(exchange, onlooker, run);
    if (end == Relay.End.COMPLETE) {
      world.audience().forget(run);
    }
    return end;
  }

  /// Shows a run to somebody who came to see.
  void visit(Exchange exchange, String run, String root) throws IOException {
    Place from = place(exchange, root);
    world.audience().enter(run, Audience.Part.VISITOR);
    try {
      show(exchange, run, root, from);
    } finally {
      world.audience().leave(run);
    }
  }

  /// {@return the place after which the client wants to see: the parameter `after`, else the header
  /// `Last-Event-ID`, else the start}
  private Place place(Exchange exchange, String root) {
    QueryParameters query = exchange.query();
    Optional<String> cursor =
        query.text("after").or(() -> exchange.header("Last-Event-ID").filter(it -> !it.isEmpty()));
    if (cursor.isEmpty()) {
      return Place.START;
    }
    Place place = parse(cursor.get()).orElseThrow(() -> bad(cursor.get()));
    if (place.pos() > 0 && !exists(root, place.pos())) {
      throw bad(cursor.get());
    }
    return place;
  }

  private static Optional<Place> parse(String cursor) {
    try {
      return Place.parse(cursor);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private boolean exists(String root, long pos) {
    EventStore store = world.runtime().store();
    return !store.readTree(root, pos - 1, 1).isEmpty();
  }

  private static ProblemException bad(String cursor) {
    return Problem.badCursor(cursor, "this run; send an id as it came, or none");
  }
}
