package dev.gatehouse.adapters.sqlite;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// A few read-only connections, each used by one thread at a time. Readers never wait for the
/// committer.
final class Readers implements AutoCloseable {

  private static final int CONNECTIONS = 3;

  private final Workers workers = new Workers("gatehouse-reader", CONNECTIONS);
  private final BlockingQueue<Lane> idle = new ArrayBlockingQueue<>(CONNECTIONS);

  Readers(Lane.Connector connector) {
    for (int i = 0; i < CONNECTIONS; i++) {
      idle.add(new Lane(connector));
    }
  }

  /// Runs a query and waits for its answer.
  ///
  /// @param task what it does, as it reads after "the store could not"
  <T> T ask(String task, Query<T> query) {
    return workers.call(task, () -> askWithLane(query));
  }

  @Override
  public void close() {
    workers.close();
    idle.forEach(Lane::discard);
  }

  private <T> T askWithLane(Query<T> query) throws SQLException, InterruptedException {
    var lane = idle.take(); // there are as many as threads: never a wait
    try {
      return query.ask(lane.statements());
    } catch (SQLException e) {
      lane.discard();
      throw e;
    } finally {
      idle.add(lane);
    }
  }

  /// Something to find out.
  interface Query<T> {
    T ask(Statements statements) throws SQLException;
  }
}
