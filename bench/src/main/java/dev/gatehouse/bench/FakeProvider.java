package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.SplittableRandom;

/// A model provider that costs almost nothing: `POST /v1/messages` answered with an Anthropic
/// Messages stream of the [StreamShape] that the request's model names.
///
/// It is one thread on one selector, so that it stays cheaper than any relay it helps to measure.
/// Use it in process with [#open] and [#run], or as a program: `FakeProvider [PORT]`.
public final class FakeProvider implements AutoCloseable {
  private static final int BLOCK = 16 * 1_024;
  private static final long PHASE_SEED = 42;

  private final SelectorLoop loop;
  private final Tools tools;
  private final int port;

  /// What the connections of one provider share; all of it belongs to the loop's thread.
  record Tools(ByteBuffer buffer, DeltaWheel wheel, SplittableRandom phases, Stamps stamps) {}

  /// The clock of the stamps: strictly rising, so that no two deltas look the same.
  static final class Stamps {
    private long last;

    long next() {
      last = Math.max(System.nanoTime(), last + 1);
      return last;
    }
  }

  private FakeProvider(SelectorLoop loop, int port) throws IOException {
    this.loop = loop;
    var buffer = ByteBuffer.allocateDirect(BLOCK);
    var wheel = new DeltaWheel(System.nanoTime());
    this.tools = new Tools(buffer, wheel, new SplittableRandom(PHASE_SEED), new Stamps());
    this.port =
        loop.listen(
            port,
            channel -> {
              var key = loop.register(channel, SelectionKey.OP_READ);
              key.attach(new ProviderConnection(tools, key));
            });
  }

  /// Listens on this loopback port; 0 takes any free one.
  public static FakeProvider open(int port) throws IOException {
    return new FakeProvider(SelectorLoop.open(), port);
  }

  /// The program: listens on the port named by its argument, prints the ready line, serves until it
  /// is killed.
  public static void main(String[] arguments) throws IOException {
    try (var provider = open(arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]))) {
      System.out.println("Fake provider is ready at http://127.0.0.1:" + provider.port());
      provider.run();
    }
  }

  public int port() {
    return port;
  }

  /// Serves on the calling thread until [#close].
  public void run() throws IOException {
    try (loop) {
      while (loop.isRunning()) {
        loop.turn(tools.wheel().isEmpty() ? -1 : 1);
        tools.wheel().advance(System.nanoTime());
      }
    }
  }

  /// Makes [#run] return; from any thread.
  @Override
  public void close() {
    loop.stop();
  }
}
