package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.protocols.http.QueryParameters;
import dev.gatehouse.runtime.seat.Rows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Lists of what a caller may see: newest first, page by page.
final class Lists {

  static final Map<String, String> PAGING =
      Map.of(
          "limit", "how many items at most, 1 to 200; 50 unless told",
          "cursor", "where to go on: next_cursor of the page before");

  private static final int MAX_PAGE = 200;
  private static final int PAGE = 50;

  private Lists() {}

  /// {@return the query for what the request may see and asks for}
  ///
  /// @param status only these, all when empty
  static RowQuery query(EventStore store, Exchange exchange, String kind, List<String> status) {
    QueryParameters query = exchange.query();
    Caller caller = exchange.caller();
    Optional<String> cursor = query.text("cursor");
    if (cursor.isPresent() && store.row(kind, cursor.get()).filter(caller::mayTouch).isEmpty()) {
      throw noPage(cursor.get());
    }
    return new RowQuery(
        kind,
        caller.role() == CallerRole.ADMIN ? Optional.empty() : Optional.of(caller.key().tenant()),
        caller.role() == CallerRole.USER ? Optional.of(caller.owner()) : Optional.empty(),
        status,
        query.text("session"),
        subject(query),
        query.time("since"),
        query.text("q"),
        cursor,
        query.integer("limit", 1, MAX_PAGE).orElse((long) PAGE).intValue());
  }

  /// {@return the states a request asks for, all when empty}
  ///
  /// @param known the states there are
  static List<String> statuses(Exchange exchange, List<String> known) {
    List<String> statuses = exchange.query().list("status");
    for (String status : statuses) {
      if (!known.contains(status)) {
        throw QueryParameters.wrong("status", status, "some of " + String.join(",", known));
      }
    }
    return statuses;
  }

  private static ProblemException noPage(String cursor) {
    return Problem.badCursor(cursor, "a page of this list; start without one");
  }

  private static Optional<String> subject(QueryParameters query) {
    Optional<String> workflow = query.text("workflow");
    if (workflow.isPresent() && query.text("agent").isPresent()) {
      throw QueryParameters.wrong(
          "workflow", workflow.get(), "only one of \"agent\" and \"workflow\"");
    }
    return workflow.map(Rows::workflow).or(() -> query.text("agent"));
  }

  /// {@return a page}
  static Json.ObjBuilder page(EventStore store, RowQuery query) {
    return page(store, query, row -> Json.parse(row.body()));
  }

  /// {@return a page of rows as clients see them}
  static Json.ObjBuilder page(EventStore store, RowQuery query, Function<Row, Json> view) {
    // One more than was asked for tells whether there is another page.
    List<Row> rows = store.rows(query.withLimit(query.limit() + 1));
    boolean more = rows.size() > query.limit();
    List<Row> shown = more ? rows.subList(0, query.limit()) : rows;
    return Json.object()
        .put("items", Json.array(shown.stream().map(view).toList()))
        .put("next_cursor", more ? Json.of(shown.getLast().id()) : Json.NULL);
  }

  /// {@return a page of a list that is whole in memory and keeps its order}
  ///
  /// @param name what tells an item from the others, the cursor of the page that ends with it
  static Json.Obj page(Exchange exchange, List<? extends Json> all, String name) {
    QueryParameters query = exchange.query();
    int limit = query.integer("limit", 1, MAX_PAGE).orElse((long) PAGE).intValue();
    List<String> names =
        all.stream().map(it -> it.at(name).flatMap(Json::text).orElse("")).toList();
    int from = query.text("cursor").map(cursor -> after(names, cursor)).orElse(0);
    int end = Math.min(all.size(), from + limit);
    return Json.obj(
        "items",
        Json.array(List.copyOf(all.subList(from, end))),
        "next_cursor",
        end < all.size() ? Json.of(names.get(end - 1)) : Json.NULL);
  }

  private static int after(List<String> names, String cursor) {
    int at = names.indexOf(cursor);
    if (at < 0) {
      throw noPage(cursor);
    }
    return at + 1;
  }

  /// {@return the query for everybody's open sessions}
  static RowQuery open(Optional<String> before, int limit) {
    RowQuery all = RowQuery.of(Rows.SESSION, limit).withStatus("open");
    return before.map(all::withBefore).orElse(all);
  }

  /// {@return the newest chat run of a session}
  static Optional<Row> newestChat(EventStore store, String session) {
    RowQuery query = RowQuery.of(Rows.RUN, 1).withSession(session);
    return store.rows(query).stream().findFirst();
  }
}
