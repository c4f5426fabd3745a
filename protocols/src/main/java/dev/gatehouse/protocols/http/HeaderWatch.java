package dev.gatehouse.protocols.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/// Closes connections whose client sends the head of a request more slowly than anybody would: each
/// byte comes in time, but the last one never does.
final class HeaderWatch implements Connection.Listener {

  private static final long STEP_MILLIS = 500;

  private final long patience;
  private final Map<Connection, Head> waiting = new ConcurrentHashMap<>();

  /// A head that is awaited.
  ///
  /// @param bytes how much had come before it
  /// @param since when its first byte was noticed, 0 before that
  private record Head(long bytes, long since) {}

  HeaderWatch(Duration patience) {
    this.patience = patience.toNanos();
  }

  /// Looks again and again, on the scheduler's thread.
  void run(Scheduler scheduler) {
    scheduler.schedule(
        () -> {
          look();
          run(scheduler);
        },
        STEP_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    for (Connection connection : waiting.keySet()) {
      waiting.computeIfPresent(connection, (_, head) -> look(connection, head, now));
    }
  }

  private Head look(Connection connection, Head head, long now) {
    boolean began = connection.getBytesIn() > head.bytes();
    if (began && head.since() == 0) {
      return new Head(head.bytes(), now);
    }
    if (began && now - head.since() > patience) {
      connection.getEndPoint().close();
    }
    return head;
  }

  @Override
  public void onOpened(Connection connection) {
    await(connection);
  }

  @Override
  public void onClosed(Connection connection) {
    waiting.remove(connection);
  }

  private void await(Connection connection) {
    waiting.put(connection, new Head(connection.getBytesIn(), 0));
  }

  /// A request has a whole head; the next one is awaited when it is answered.
  void arrived(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    if (waiting.remove(connection) != null) {
      Request.addCompletionListener(request, _ -> afterwards(connection));
    }
  }

  private void afterwards(Connection connection) {
    if (connection.getEndPoint().isOpen()) {
      await(connection);
      if (!connection.getEndPoint().isOpen()) {
        waiting.remove(connection);
      }
    }
  }
}
