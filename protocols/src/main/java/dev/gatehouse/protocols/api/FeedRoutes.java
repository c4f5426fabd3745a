package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.EventStream;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.feed.Feed;
import dev.gatehouse.runtime.feed.FeedPlace;
import dev.gatehouse.runtime.feed.FeedReader;
import dev.gatehouse.runtime.feed.FeedReader.Heard;
import dev.gatehouse.runtime.seat.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One stream of everything that changes for a caller, so that lists and inboxes need not ask again
/// and again.
final class FeedRoutes {

  /// Sent first, so that the client has the head of the answer before the first event.
  private static final byte[] HEAD_ALONE = {};

  private final ApiWorld world;

  FeedRoutes(ApiWorld world) {
    this.world = world;
  }

  /// `GET /events`
  void listen(Exchange exchange) {
    Feed feed = world.runtime().feed();
    FeedPlace from = place(exchange).orElseGet(() -> feed.here(world.runtime().clock().instant()));
    exchange.later(_ -> listen(exchange, feed, from));
  }

  private void listen(Exchange exchange, Feed feed, FeedPlace from) {
    try (FeedReader reader = feed.open(scope(exchange.caller()), from, world.runtime().store());
        EventStream stream = exchange.events()) {
      stream.write(reader.isLive() ? live(from) : HEAD_ALONE);
      stream.whenQuiet(world.settings().heartbeat(), reader::call);
      relay(stream, reader);
    } catch (InterruptedException | IOException _) {
      // The client has left, or the server stops: it can resume.
    }
  }

  private void relay(EventStream stream, FeedReader reader)
      throws IOException, InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      var bytes = new ByteArrayOutputStream();
      reader.next().forEach(heard -> bytes.writeBytes(frame(heard)));
      if (bytes.size() > 0) {
        stream.write(bytes.toByteArray());
      } else if (stream.quiet().compareTo(world.settings().heartbeat()) >= 0) {
        stream.write(sign());
      }
    }
  }

  private static Feed.Scope scope(Caller caller) {
    return new Feed.Scope(
        caller.role() == CallerRole.ADMIN ? Optional.empty() : Optional.of(caller.key().tenant()),
        caller.role() == CallerRole.USER ? Optional.of(caller.owner()) : Optional.empty());
  }

  private static Optional<FeedPlace> place(Exchange exchange) {
    return exchange
        .query()
        .text("after")
        .or(() -> exchange.header("Last-Event-ID").filter(it -> !it.isEmpty()))
        .map(cursor -> FeedPlace.parse(cursor).orElseThrow(() -> bad(cursor)));
  }

  private static ProblemException bad(String cursor) {
    return Problem.badCursor(cursor, "this feed; send an id as it came, or none");
  }

  private static byte[] frame(Heard heard) {
    return switch (heard) {
      case Heard.Changed(FeedPlace place, Row row) -> changed(place, row);
      case Heard.Live(FeedPlace place) -> live(place);
    };
  }

  private static byte[] changed(FeedPlace place, Row row) {
    String run = row.kind().equals(Rows.RUN) ? row.id() : row.subject();
    return FrameWriter.fed(place.toString(), row.kind() + "_changed", run)
        .text("status", row.status())
        .text("session_id", row.session())
        .text("updated_at", row.updated().toString())
        .value(row.kind(), JsonReader.read(row.body(), JsonLimits.OWN))
        .end();
  }

  private static byte[] live(FeedPlace place) {
    return ("id: " + place + "\ndata: {\"type\":\"feed_live\"}\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] sign() {
    return (": alive\n\ndata: {\"type\":\"heartbeat\",\"timestamp\":"
            + world.runtime().clock().instant().getEpochSecond()
            + "}\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
