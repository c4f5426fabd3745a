package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.core.spi.EventStore.ChangeQuery;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns a row query into SQL that names only the members that are present, so that SQLite finds
/// the right index.
final class RowSearch {

  private static final String COLUMNS =
      "kind, id, root, tenant, owner, status, session, subject, created, updated, text, body";

  private final StringBuilder conditions = new StringBuilder();
  private final List<Binding> bindings = new ArrayList<>();

  private RowSearch(ChangeQuery query) {
    in("kind", query.kinds());
    query.tenant().ifPresent(tenant -> and("tenant = ?", tenant));
    query.owner().ifPresent(owner -> and("owner = ?", owner));
    and("(updated, id) > (?, ?)", Nanos.of(query.since()));
    bind(query.after());
  }

  private RowSearch(RowQuery query) {
    conditions.append("kind = ?");
    bind(query.kind());
    query.tenant().ifPresent(tenant -> and("tenant = ?", tenant));
    query.owner().ifPresent(owner -> and("owner = ?", owner));
    query.session().ifPresent(session -> and("session = ?", session));
    query.subject().ifPresent(subject -> and("subject = ?", subject));
    query.since().ifPresent(since -> and("created >= ?", Nanos.of(since)));
    query.search().ifPresent(search -> and("instr(folded, ?) > 0", fold(search)));
  }

  static List<Row> rows(RowQuery query, Statements statements) throws SQLException {
    var search = new RowSearch(query);
    search.andStatus(query.status());
    query.before().ifPresent(before -> search.andAfter(query.kind(), before));
    return listed(search, "created DESC, id DESC", query.limit(), statements);
  }

  static List<Row> changed(ChangeQuery query, Statements statements) throws SQLException {
    return listed(new RowSearch(query), "updated, id", query.limit(), statements);
  }

  private static List<Row> listed(RowSearch search, String order, int limit, Statements statements)
      throws SQLException {
    var statement =
        statements.of(
            "SELECT %s FROM entry WHERE %s ORDER BY %s LIMIT ?"
                .formatted(COLUMNS, search.conditions, order));
    search.bindTo(statement);
    statement.setInt(search.bindings.size() + 1, Math.max(limit, 0));
    try (var result = statement.executeQuery()) {
      var rows = new ArrayList<Row>();
      while (result.next()) {
        rows.add(row(result));
      }
      return rows;
    }
  }

  static Map<String, Long> counts(RowQuery query, Statements statements) throws SQLException {
    var search = new RowSearch(query);
    var statement =
        statements.of(
            "SELECT status, count(*) FROM entry WHERE %s GROUP BY status ORDER BY status"
                .formatted(search.conditions));
    search.bindTo(statement);
    try (var result = statement.executeQuery()) {
      var counts = new LinkedHashMap<String, Long>();
      while (result.next()) {
        counts.put(result.getString(1), result.getLong(2));
      }
      return Collections.unmodifiableMap(counts);
    }
  }

  static Optional<Row> row(String kind, String id, Statements statements) throws SQLException {
    var statement =
        statements.of("SELECT %s FROM entry WHERE kind = ? AND id = ?".formatted(COLUMNS));
    statement.setString(1, kind);
    statement.setString(2, id);
    try (var result = statement.executeQuery()) {
      return result.next() ? Optional.of(row(result)) : Optional.empty();
    }
  }

  /// {@return the text without its case; SQLite's own LIKE knows only the case of ASCII}
  static String fold(String text) {
    var folded = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  private void andStatus(List<String> status) {
    if (status.isEmpty()) {
      return;
    }
    conditions.append(" AND ");
    in("status", status);
  }

  private void in(String column, List<String> values) {
    String places = String.join(", ", Collections.nCopies(values.size(), "?"));
    conditions.append(column).append(" IN (").append(places).append(')');
    values.forEach(this::bind);
  }

  private void andAfter(String kind, String before) {
    and("(created, id) < (SELECT created, id FROM entry WHERE kind = ? AND id = ?)", kind);
    bind(before);
  }

  private void and(String condition, String value) {
    conditions.append(" AND ").append(condition);
    bind(value);
  }

  private void and(String condition, long value) {
    conditions.append(" AND ").append(condition);
    bindings.add((statement, index) -> statement.setLong(index, value));
  }

  private void bind(String value) {
    bindings.add((statement, index) -> statement.setString(index, value));
  }

  private void bindTo(PreparedStatement statement) throws SQLException {
    int index = 1;
    for (var binding : bindings) {
      binding.bindTo(statement, index++);
    }
  }

  private static Row row(ResultSet result) throws SQLException {
    return new Row(
        result.getString(1),
        result.getString(2),
        result.getString(3),
        result.getString(4),
        result.getString(5),
        result.getString(6),
        result.getString(7),
        result.getString(8),
        Nanos.toInstant(result.getLong(9)),
        Nanos.toInstant(result.getLong(10)),
        result.getString(11),
        result.getString(12));
  }

  private interface Binding {
    void bindTo(PreparedStatement statement, int index) throws SQLException;
  }
}
