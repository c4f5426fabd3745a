package dev.gatehouse.protocols.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// An answer that grows: each write reaches the client at once. A client that reads nothing for the
/// server's idle time is cut off.
///
/// The request's thread writes and waits; another thread may begin a write in its place while it
/// knows that the request's thread does not. One write at a time.
public final class EventStream implements AutoCloseable {

  private final Response response;
  private final Departures.Watch watch;
  private final Scheduler scheduler;
  private final Writing writing = new Writing();
  private volatile long written = System.nanoTime();
  private volatile boolean closed;

  EventStream(Response response, Departures.Watch watch, Scheduler scheduler) {
    this.response = response;
    this.watch = watch;
    this.scheduler = scheduler;
  }

  /// Sends bytes and waits until they are on their way.
  ///
  /// @throws IOException when the client is gone or reads nothing
  public void write(byte[] bytes) throws IOException, InterruptedException {
    if (!begin(bytes)) {
      settle();
    }
  }

  /// Sends the last bytes with the end of the answer, and waits until they are on their way. The
  /// client may use the connection again at once, so that nobody watches it from here on.
  ///
  /// @throws IOException when the client is gone or reads nothing
  public void finish(byte[] bytes) throws IOException, InterruptedException {
    watch.close();
    writing.begin();
    response.write(true, ByteBuffer.wrap(bytes), writing);
    settle();
  }

  /// Begins to send bytes; the first ones, which may be none, go with the head of the answer.
  /// Nothing else may be sent before they are on their way.
  ///
  /// @return whether they are already
  public boolean begin(byte[] bytes) {
    written = System.nanoTime();
    writing.begin();
    response.write(false, ByteBuffer.wrap(bytes), writing);
    return writing.isDone();
  }

  /// Waits until what was begun is on its way.
  ///
  /// @throws IOException when the client is gone or reads nothing
  public void settle() throws IOException, InterruptedException {
    writing.await();
  }

  /// {@return for how long nothing was sent}
  public Duration quiet() {
    return Duration.ofNanos(System.nanoTime() - written);
  }

  /// Calls somebody whenever nothing was sent for so long. There is one timer, set anew when it
  /// rings and not with each write.
  public void whenQuiet(Duration patience, Runnable call) {
    Duration left = patience.minus(quiet());
    scheduler.schedule(
        () -> {
          if (!closed) {
            if (quiet().compareTo(patience) >= 0) {
              call.run();
            }
            whenQuiet(patience, call);
          }
        },
        Math.max(left.toNanos(), patience.toNanos() / 8),
        TimeUnit.NANOSECONDS);
  }

  /// {@return whether the client closed the connection}
  public boolean clientLeft() {
    return watch.state() == Departures.State.LEFT;
  }

  @Override
  public void close() {
    closed = true;
    watch.close();
  }

  /// A write in progress. One thread at a time begins and waits; any thread ends it.
  private static final class Writing implements Callback {

    private volatile boolean done = true;
    private volatile Optional<Throwable> broken = Optional.empty();
    private volatile @Nullable Thread waiting;

    private void begin() {
      done = false;
    }

    private boolean isDone() {
      return done && broken.isEmpty();
    }

    private void await() throws IOException, InterruptedException {
      waiting = Thread.currentThread();
      while (!done) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException("stopped while bytes were on their way");
        }
      }
      waiting = null;
      if (broken.isPresent()) {
        throw new IOException(broken.get());
      }
    }

    @Override
    public void succeeded() {
      end();
    }

    @Override
    public void failed(Throwable why) {
      broken = Optional.of(why);
      end();
    }

    private void end() {
      done = true;
      LockSupport.unpark(waiting);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
