package dev.gatehouse.adapters.sqlite;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A connection that is opened when it is needed and thrown away when it has failed, so that a
/// thread outlives a disk that was full or read-only for a while. Owned by one thread at a time.
final class Lane {

  private static final Logger LOG = System.getLogger(Lane.class.getName());

  private final Connector connector;
  private @Nullable Statements open;

  Lane(Connector connector) {
    this.connector = connector;
  }

  Statements statements() throws SQLException {
    var current = open;
    if (current == null) {
      current = connector.connect();
      open = current;
    }
    return current;
  }

  /// Closes the connection, if there is one; the next use opens another.
  void discard() {
    var current = open;
    open = null;
    if (current == null) {
      return;
    }
    try {
      current.close();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "a connection to the store did not close properly", e);
    }
  }

  /// Opens connections.
  interface Connector {
    Statements connect() throws SQLException;
  }
}
