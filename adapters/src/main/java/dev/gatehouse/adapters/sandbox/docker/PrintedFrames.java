package dev.gatehouse.adapters.sandbox.docker;

import dev.gatehouse.core.spi.Sandbox.Output;
import dev.gatehouse.core.spi.ToolContext.Stream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What a container prints, in the daemon's frames: one byte for the stream, three of nothing, four
/// for the length.
final class PrintedFrames {

  private static final int MOST_THREADS = 64;
  private static final int PIECE = 8_192;
  private static final int STDERR = 2;

  private static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          0,
          MOST_THREADS,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("sandbox-docker-", 0).daemon().factory());

  private final DataInputStream input;
  private final Output output;
  private final AtomicLong left;
  private final CountDownLatch ended = new CountDownLatch(1);

  PrintedFrames(InputStream input, Output output, long most) {
    this.input = new DataInputStream(input);
    this.output = output;
    this.left = new AtomicLong(most);
  }

  void start() {
    THREADS.execute(this::read);
  }

  private void read() {
    try {
      for (int stream = input.read(); stream >= 0; stream = input.read()) {
        input.skipNBytes(3);
        frame(stream == STDERR ? Stream.STDERR : Stream.STDOUT, input.readInt());
      }
    } catch (IOException _) {
      return; // the container is gone, or we are
    } finally {
      ended.countDown();
    }
  }

  private void frame(Stream stream, int length) throws IOException {
    for (int rest = length; rest > 0; ) {
      byte[] some = input.readNBytes(Math.min(PIECE, rest));
      if (some.length == 0) {
        throw new IOException("the stream ends amid a frame");
      }
      rest -= some.length;
      long before = left.getAndAdd(-some.length);
      int fits = (int) Math.clamp(before, 0L, (long) some.length);
      if (fits > 0) {
        output.bytes(stream, Arrays.copyOf(some, fits));
      }
    }
  }

  boolean full() {
    return left.get() < 0;
  }

  boolean await(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }
}
