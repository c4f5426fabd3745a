package dev.gatehouse.adapters.sandbox.process;

import dev.gatehouse.core.spi.Sandbox.Output;
import dev.gatehouse.core.spi.ToolContext.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Reads the two streams of a program and hands on what it prints, until it is too much. What comes
/// after that is read and dropped, so that the program can end.
final class Pump {

  private static final int MOST_THREADS = 128;
  private static final int TAIL = 2_048;

  private static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          0,
          MOST_THREADS,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("sandbox-pump-", 0).daemon().factory());

  private final Output output;
  private final AtomicLong left;
  private final CountDownLatch ended = new CountDownLatch(2);
  private byte[] lastErrors = {};

  Pump(Output output, long most) {
    this.output = output;
    this.left = new AtomicLong(most);
  }

  void start(Process process) {
    THREADS.execute(() -> read(Stream.STDOUT, process.getInputStream()));
    THREADS.execute(() -> read(Stream.STDERR, process.getErrorStream()));
  }

  private void read(Stream stream, InputStream from) {
    byte[] bytes = new byte[8_192];
    try (from) {
      for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
        take(stream, Arrays.copyOf(bytes, count));
      }
    } catch (IOException _) {
      return; // the stream was closed under us: the program is over
    } finally {
      ended.countDown();
    }
  }

  private synchronized void take(Stream stream, byte[] some) {
    if (stream == Stream.STDERR) {
      lastErrors = tail(some);
    }
    long before = left.getAndAdd(-some.length);
    int fits = (int) Math.clamp(before, 0L, (long) some.length);
    if (fits > 0) {
      output.bytes(stream, Arrays.copyOf(some, fits));
    }
  }

  private byte[] tail(byte[] more) {
    byte[] all = Arrays.copyOf(lastErrors, lastErrors.length + more.length);
    System.arraycopy(more, 0, all, lastErrors.length, more.length);
    return Arrays.copyOfRange(all, Math.max(0, all.length - TAIL), all.length);
  }

  boolean full() {
    return left.get() < 0;
  }

  /// {@return the last that was said on stderr}
  synchronized String lastErrors() {
    return new String(lastErrors, java.nio.charset.StandardCharsets.UTF_8);
  }

  /// Waits until everything is read.
  ///
  /// @return whether it is
  boolean await(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }
}
