package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
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
      throw new ProblemException(
          Problem.of(
              ProblemCode.BAD_CURSOR, "the cursor is of no page of this list; start without one"));
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
    List<Row> rows = store.rows(limited(query, query.limit() + 1));
    boolean more = rows.size() > query.limit();
    List<Row> shown = more ? rows.subList(0, query.limit()) : rows;
    return Json.object()
        .put("items", Json.array(shown.stream().map(view).toList()))
        .put("next_cursor", more ? Json.of(shown.getLast().id()) : Json.NULL);
  }

  private static RowQuery limited(RowQuery query, int limit) {
    return new RowQuery(
        query.kind(),
        query.tenant(),
        query.owner(),
        query.status(),
        query.session(),
        query.subject(),
        query.since(),
        query.search(),
        query.before(),
        limit);
  }

  /// {@return the query for everybody's open sessions}
  static RowQuery open(Optional<String> before, int limit) {
    return new RowQuery(
        Rows.SESSION,
        Optional.empty(),
        Optional.empty(),
        List.of("open"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        before,
        limit);
  }

  /// {@return the newest chat run of a session}
  static Optional<Row> newestChat(EventStore store, String session) {
    var query =
        new RowQuery(
            Rows.RUN,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of(session),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            1);
    return store.rows(query).stream().findFirst();
  }
}
