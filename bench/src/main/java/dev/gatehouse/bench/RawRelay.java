package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/// The limit against which everything is measured: one thread, one selector, bytes copied both ways
/// and nothing understood. As a program: `RawRelay PORT UPSTREAM_PORT`.
public final class RawRelay implements AutoCloseable {
  private static final int BLOCK = 64 * 1_024;

  private final SelectorLoop loop;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK);
  private final int upstreamPort;
  private final int port;

  private RawRelay(SelectorLoop loop, int port, int upstreamPort) throws IOException {
    this.loop = loop;
    this.upstreamPort = upstreamPort;
    this.port = loop.listen(port, this::pair);
  }

  /// Relays from this loopback port (0 = any free one) to the other.
  public static RawRelay open(int port, int upstreamPort) throws IOException {
    return new RawRelay(SelectorLoop.open(), port, upstreamPort);
  }

  public static void main(String[] arguments) throws IOException {
    int upstream = Integer.parseInt(arguments[1]);
    try (var relay = open(Integer.parseInt(arguments[0]), upstream)) {
      System.out.println("Raw relay is ready at http://127.0.0.1:" + relay.port());
      relay.run();
    }
  }

  public int port() {
    return port;
  }

  /// Relays on the calling thread until [#close].
  public void run() throws IOException {
    try (loop) {
      while (loop.isRunning()) {
        loop.turn(-1);
      }
    }
  }

  /// Makes [#run] return; from any thread.
  @Override
  public void close() {
    loop.stop();
  }

  private void pair(SocketChannel client) throws IOException {
    var upstream = SocketChannel.open();
    var upstreamKey = loop.register(upstream, SelectionKey.OP_CONNECT);
    var pair = new Pair(loop.register(client, 0), upstreamKey);
    if (upstream.connect(SelectorLoop.loopback(upstreamPort))) {
      pair.connected();
    }
  }

  /// Two sockets whose bytes go to each other.
  private final class Pair {
    private final Side client;
    private final Side upstream;

    Pair(SelectionKey client, SelectionKey upstream) {
      this.client = new Side(client);
      this.upstream = new Side(upstream);
      client.attach(this.client);
      upstream.attach(this.upstream);
    }

    void connected() {
      client.key.interestOps(SelectionKey.OP_READ);
      upstream.key.interestOps(SelectionKey.OP_READ);
    }

    void close() {
      SelectorLoop.close(client.key);
      SelectorLoop.close(upstream.key);
    }

    private final class Side implements SelectorLoop.Endpoint {
      private final SelectionKey key;
      private final SocketChannel channel;
      private final UnsentBytes unsent;
      private boolean ended;

      Side(SelectionKey key) {
        this.key = key;
        this.channel = (SocketChannel) key.channel();
        this.unsent = new UnsentBytes(key);
      }

      @Override
      public void ready(SelectionKey key) throws IOException {
        if (key.isConnectable() && channel.finishConnect()) {
          connected();
        }
        if (key.isWritable()) {
          unsent.flush();
          resume();
        }
        if (key.isValid() && key.isReadable()) {
          relay();
        }
      }

      @Override
      public void broken(IOException cause) {
        close();
      }

      private void relay() throws IOException {
        int count = channel.read(buffer.clear());
        if (count < 0) {
          ended = true;
          key.interestOpsAnd(~SelectionKey.OP_READ);
          other().finishWhenSent();
          return;
        }
        other().unsent.send(buffer.flip());
        if (!other().unsent.isEmpty()) {
          key.interestOpsAnd(~SelectionKey.OP_READ);
        }
      }

      /// All was sent, so the other side may be read again, or its end passed on.
      private void resume() throws IOException {
        if (unsent.isEmpty()) {
          if (other().ended) {
            finishWhenSent();
          } else {
            other().key.interestOpsOr(SelectionKey.OP_READ);
          }
        }
      }

      private void finishWhenSent() throws IOException {
        if (ended) {
          close();
        } else if (unsent.isEmpty()) {
          channel.shutdownOutput();
        }
      }

      private Side other() {
        return this == client ? upstream : client;
      }
    }
  }
}
