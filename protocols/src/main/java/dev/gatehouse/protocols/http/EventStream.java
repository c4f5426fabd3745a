package dev.gatehouse.protocols.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

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

  /// Begins to send bytes. Nothing else may be sent before they are on their way.
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

  /// A write in progress.
  private static final class Writing implements Callback {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private Optional<Throwable> broken = Optional.empty();
    private boolean done = true;

    private void begin() {
      lock.lock();
      try {
        done = false;
      } finally {
        lock.unlock();
      }
    }

    private boolean isDone() {
      lock.lock();
      try {
        return done && broken.isEmpty();
      } finally {
        lock.unlock();
      }
    }

    private void await() throws IOException, InterruptedException {
      lock.lock();
      try {
        while (!done) {
          ended.await();
        }
        if (broken.isPresent()) {
          throw new IOException(broken.get());
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void succeeded() {
      end(Optional.empty());
    }

    @Override
    public void failed(Throwable why) {
      end(Optional.of(why));
    }

    private void end(Optional<Throwable> failure) {
      lock.lock();
      try {
        done = true;
        broken = failure;
        ended.signal();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }
}
