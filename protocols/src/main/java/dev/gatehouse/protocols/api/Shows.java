package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent.ModelCallDispatched;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.protocols.http.QueryParameters;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import java.util.Optional;
import java.util.function.Consumer;

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

  /// Somebody who looks on at a run and is counted among its audience.
  ///
  /// @param leave what else is done when it does so no more
  record Guest(String run, Onlooker onlooker, Runnable leave) implements AutoCloseable {

    @Override
    public void close() {
      onlooker.close();
      leave.run();
    }
  }

  /// Lets somebody in who looks on at a run from a place on.
  Guest enter(String run, String root, Place from, Audience.Part part) {
    Onlooker onlooker = world.runtime().look(root, from);
    world.audience().enter(run, part);
    return new Guest(run, onlooker, () -> world.audience().leave(run));
  }

  /// Shows a run, later, to somebody who leaves then.
  ///
  /// @param then is told how it ended
  void show(Exchange exchange, Guest guest, Consumer<Relay.End> then) {
    exchange.addHeader("X-Run-Id", guest.run());
    exchange.later(_ -> {
      try (guest) {
        Relay.End end = relay.relay(exchange, guest.onlooker(), guest.run());
        if (end == Relay.End.COMPLETE) {
          world.audience().forget(guest.run());
        }
        then.accept(end);
      }
    });
  }

  /// Shows a run to somebody who came to see.
  void visit(Exchange exchange, String run, String root) {
    Place from = place(exchange, run, root);
    show(exchange, enter(run, root, from, Audience.Part.VISITOR), _ -> {});
  }

  /// {@return the place after which the client wants to see: the parameter `after`, else the header
  /// `Last-Event-ID`, else the start}
  private Place place(Exchange exchange, String run, String root) {
    QueryParameters query = exchange.query();
    Optional<String> cursor =
        query.text("after").or(() -> exchange.header("Last-Event-ID").filter(it -> !it.isEmpty()));
    if (cursor.isEmpty()) {
      return Place.START;
    }
    return Cursor.parse(cursor.get())
        .filter(given -> given.mayBeIn(root))
        .map(Cursor::place)
        .filter(place -> isOf(root, place))
        .orElseThrow(() -> bad(cursor.get(), run));
  }

  /// Whether a place can be one of this tree: its event is there, and what it calls an answer was
  /// asked for there.
  private boolean isOf(String root, Place place) {
    return (place.pos() == 0 || entry(root, place.pos()).isPresent())
        && (place.answer() == 0
            || entry(root, place.answer())
                .map(asked -> Event.CODEC.decode(JsonReader.read(asked.body(), JsonLimits.OWN)))
                .filter(ModelCallDispatched.class::isInstance)
                .isPresent());
  }

  private Optional<Entry> entry(String root, long pos) {
    return world.runtime().store().readTree(root, pos - 1, 1).stream().findFirst();
  }

  private static ProblemException bad(String cursor, String run) {
    return Problem.badCursor(cursor, "run \"" + run + "\"; send an id as it came, or none");
  }
}
