package dev.gatehouse.protocols.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/// Notices at once when the client of a long answer goes away, which otherwise shows only at the
/// next write.
///
/// While an answer grows nobody reads from the connection, so the watch asks to be told when there
/// is something to read: usually its end. A client that sends another request before it has the
/// answer is not served on this connection any more: it is closed after the answer.
final class Departures {

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /// Whether a client still listens.
  enum State {
    LISTENING,
    /// It closed the connection.
    LEFT,
    /// The server stops.
    CLOSING
  }

  /// Watches the client of a request, on behalf of the calling thread.
  Watch watch(Request request) {
    var watch = new Watch(request, Thread.currentThread());
    watches.add(watch);
    watch.ask();
    if (closing) {
      watch.leave(State.CLOSING);
    }
    return watch;
  }

  /// Ends all long answers, also those that are about to begin.
  void closeAll() {
    closing = true;
    watches.forEach(watch -> watch.leave(State.CLOSING));
  }

  /// {@return how many long answers there are}
  int size() {
    return watches.size();
  }

  /// One client that is watched.
  final class Watch implements AutoCloseable, Callback {

    private final Request request;
    private final EndPoint endPoint;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile State state = State.LISTENING;
    private boolean closed;

    private Watch(Request request, Thread thread) {
      this.request = request;
      this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
      this.thread = thread;
    }

    State state() {
      return state;
    }

    private void ask() {
      if (request.getConnectionMetaData().getHttpVersion().getVersion() < 20) {
        endPoint.tryFillInterested(this);
      }
    }

    @Override
    public void succeeded() {
      ByteBuffer early = ByteBuffer.allocate(1 << 10);
      try {
        early.clear().limit(0);
        int count = endPoint.fill(early);
        if (count < 0) {
          leave(State.LEFT);
        } else if (count == 0) {
          ask();
        } else {
          Request.addCompletionListener(request, _ -> endPoint.close());
        }
      } catch (IOException _) {
        leave(State.LEFT);
      }
    }

    @Override
    public void failed(Throwable why) {
      if (!(why instanceof Finished)) {
        leave(State.LEFT);
      }
    }

    private void leave(State why) {
      lock.lock();
      try {
        if (!closed && state == State.LISTENING) {
          state = why;
          thread.interrupt();
        }
      } finally {
        lock.unlock();
      }
    }

    /// Stops watching; an interruption that came from here is taken back.
    @Override
    public void close() {
      if (!watches.remove(this)) {
        return;
      }
      lock.lock();
      try {
        closed = true;
        if (state != State.LISTENING) {
          Thread.interrupted();
        }
      } finally {
        lock.unlock();
      }
      if (endPoint instanceof AbstractEndPoint point) {
        point.getFillInterest().onFail(new Finished());
      }
    }
  }

  /// Says that nobody needs to watch any more.
  private static final class Finished extends IOException {

    private static final long serialVersionUID = 1L;

    Finished() {
      super("the answer is complete");
    }
  }
}
