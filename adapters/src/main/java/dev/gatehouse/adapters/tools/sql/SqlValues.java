package dev.gatehouse.adapters.tools.sql;

import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/// Values on their way into a statement and out of it.
final class SqlValues {

  /// The most bytes of a result.
  static final int MAX_BYTES = 4 << 20;

  private SqlValues() {}

  /// Parameters are bound, never written into the statement.
  static void bind(PreparedStatement statement, List<String> names, Json arguments)
      throws SQLException {
    for (int at = 0; at < names.size(); at++) {
      bind(statement, at + 1, arguments.at(names.get(at)).orElse(Json.NULL));
    }
  }

  private static void bind(PreparedStatement statement, int at, Json value) throws SQLException {
    switch (value) {
      case Json.Null _ -> statement.setNull(at, Types.NULL);
      case Json.Str(String text) -> statement.setString(at, text);
      case Json.Bool _ -> statement.setBoolean(at, value.bool().orElseThrow());
      case Json.Num _ -> number(statement, at, value.number().orElseThrow());
      case Json.Arr _, Json.Obj _ -> statement.setString(at, value.toString());
    }
  }

  private static void number(PreparedStatement statement, int at, BigDecimal number)
      throws SQLException {
    try {
      statement.setLong(at, number.longValueExact());
    } catch (ArithmeticException _) {
      statement.setBigDecimal(at, number);
    }
  }

  /// {@return the rows, as many as fit}
  static Json rows(ResultSet result, int most) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    List<Json> rows = new ArrayList<>();
    long bytes = 0;
    boolean more = false;
    while (!more && result.next()) {
      Json row = row(result, columns);
      bytes += row.toString().getBytes(StandardCharsets.UTF_8).length;
      more = rows.size() == most || bytes > MAX_BYTES;
      if (!more) {
        rows.add(row);
      }
    }
    return Json.object()
        .put("rows", Json.array(rows))
        .put("count", rows.size())
        .put("truncated", more)
        .build();
  }

  private static Json row(ResultSet result, ResultSetMetaData columns) throws SQLException {
    var row = Json.object();
    for (int at = 1; at <= columns.getColumnCount(); at++) {
      row.put(columns.getColumnLabel(at), json(result.getObject(at)));
    }
    return row.build();
  }

  private static Json json(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case null -> Json.NULL;
      case Boolean truth -> Json.of(truth);
      case Integer number -> Json.of(number);
      case Long number -> Json.of(number);
      case BigDecimal number -> Json.of(number);
      case Number number -> decimal(number);
      case byte[] bytes -> Json.of("[" + bytes.length + " bytes]");
      default -> Json.of(value.toString());
    };
  }

  /// JSON has no infinity.
  private static Json decimal(Number number) {
    double value = number.doubleValue();
    return Double.isFinite(value)
        ? Json.of(new BigDecimal(number.toString()))
        : Json.of(number.toString());
  }
}
