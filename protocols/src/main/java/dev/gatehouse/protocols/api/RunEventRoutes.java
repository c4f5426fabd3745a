package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.QueryParameters;
import dev.gatehouse.runtime.seat.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What happened in a run: as a stream, or as the log it is.
final class RunEventRoutes {

  private static final int PAGE = 200;
  private static final int MAX_PAGE = 1_000;

  private final ApiWorld world;
  private final Shows shows;

  RunEventRoutes(ApiWorld world, Shows shows) {
    this.world = world;
    this.shows = shows;
  }

  /// `GET /runs/{id}/events`
  void events(Exchange exchange) throws IOException {
    Row run = world.row(exchange, Rows.RUN, exchange.value("id"));
    boolean stream =
        exchange.header("Accept").filter(it -> it.contains("text/event-stream")).isPresent();
    if (stream) {
      shows.visit(exchange, run.id(), run.root());
    } else {
      log(exchange, run);
    }
  }

  private void log(Exchange exchange, Row run) throws IOException {
    QueryParameters query = exchange.query();
    List<String> types = query.list("types");
    int limit = query.integer("limit", 1, MAX_PAGE).orElse((long) PAGE).intValue();
    long seq = query.integer("after", 0, Long.MAX_VALUE).orElse(0L);
    boolean whole = exchange.caller().role() != CallerRole.USER;
    List<Json> items = new ArrayList<>();
    List<Entry> page;
    do {
      page = world.runtime().store().read(run.id(), seq, PAGE);
      for (Entry entry : page) {
        if (items.size() == limit) {
          break;
        }
        seq = entry.seq();
        if (types.isEmpty() || types.contains(entry.type())) {
          items.add(json(entry, whole ? Sight.WHOLE : Sight.WITHOUT_PROMPT));
        }
      }
    } while (page.size() == PAGE && items.size() < limit);
    boolean more =
        items.size() == limit && !world.runtime().store().read(run.id(), seq, 1).isEmpty();
    exchange.json(
        200,
        Json.object()
            .put("items", Json.array(items))
            .put("next_cursor", more ? Json.of(Long.toString(seq)) : Json.NULL)
            .build());
  }

  /// How much of the log a caller reads: an agent's prompt is its operator's.
  private enum Sight {
    WHOLE,
    WITHOUT_PROMPT
  }

  private static Json json(Entry entry, Sight sight) {
    var json =
        Json.object()
            .put("seq", entry.seq())
            .put("ts", FrameWriter.time(entry.at()))
            .put("type", entry.type());
    Json body = JsonReader.read(entry.body(), JsonLimits.OWN);
    body.asObject()
        .ifPresent(object ->
            object
                .members()
                .forEach((name, value) -> {
                  if (!name.equals("type")) {
                    json.put(name, sight == Sight.WHOLE ? value : withoutPrompt(value));
                  }
                }));
    return json.build();
  }

  private static Json withoutPrompt(Json value) {
    if (value.path("agent", "prompt").isEmpty()) {
      return value;
    }
    return without(value, "agent", agent -> without(agent, "prompt", _ -> Json.of("")));
  }

  /// Rewrites one member of an object.
  private interface Rewrite {
    Json apply(Json value);
  }

  private static Json without(Json object, String member, Rewrite rewrite) {
    var copy = Json.object();
    object
        .asObject()
        .ifPresent(it ->
            it.members()
                .forEach((name, value) ->
                    copy.put(name, name.equals(member) ? rewrite.apply(value) : value)));
    return copy.build();
  }
}
