package dev.gatehouse.adapters.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;

/// A connection with the statements it has prepared, of which it keeps the ones used last. Owned by
/// one thread at a time.
final class Statements implements AutoCloseable {

  private static final int KEPT = 64;

  private final Connection connection;
  private final LinkedHashMap<String, PreparedStatement> prepared =
      new LinkedHashMap<>(KEPT, 0.75f, true);

  Statements(Connection connection) {
    this.connection = connection;
  }

  /// {@return the statement, ready for its parameters}
  PreparedStatement of(String sql) throws SQLException {
    var kept = prepared.get(sql);
    if (kept != null) {
      return kept;
    }
    if (prepared.size() >= KEPT) {
      prepared.pollFirstEntry().getValue().close();
    }
    var fresh = connection.prepareStatement(sql);
    prepared.put(sql, fresh);
    return fresh;
  }

  /// Runs a statement without parameters.
  void run(String sql) throws SQLException {
    of(sql).execute();
  }

  /// Makes everything since the last commit durable.
  void commit() throws SQLException {
    connection.commit();
  }

  /// Closes the connection; a transaction under way is rolled back.
  @Override
  public void close() throws SQLException {
    for (var statement : prepared.values()) {
      statement.close();
    }
    connection.close();
  }
}
