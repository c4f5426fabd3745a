package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// One selector and the thread that turns it. Everything but [#stop] belongs to that thread.
final class SelectorLoop implements AutoCloseable {
  private static final int ACCEPT_QUEUE = 4_096;

  private final Selector selector;
  private volatile boolean stopped;

  /// What stands behind a selection key.
  interface Endpoint {
    void ready(SelectionKey key) throws IOException;

    /// The channel failed and is already closed.
    void broken(IOException cause);
  }

  /// What a listening socket does with a new connection.
  interface Acceptor {
    void accepted(SocketChannel channel) throws IOException;
  }

  private SelectorLoop(Selector selector) {
    this.selector = selector;
  }

  static SelectorLoop open() throws IOException {
    return new SelectorLoop(Selector.open());
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// Listens on a loopback port (0 = any free one) and returns the port.
  int listen(int port, Acceptor acceptor) throws IOException {
    var server = ServerSocketChannel.open();
    server.bind(loopback(port), ACCEPT_QUEUE);
    register(server, SelectionKey.OP_ACCEPT).attach(new Listener(server, acceptor));
    return server.socket().getLocalPort();
  }

  /// Puts a channel under this loop; attach an [Endpoint] to the key before the next turn.
  SelectionKey register(SelectableChannel channel, int operations) throws IOException {
    channel.configureBlocking(false);
    if (channel instanceof SocketChannel socket) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    return channel.register(selector, operations);
  }

  boolean isRunning() {
    return !stopped;
  }

  /// Waits at most so long (0 = not at all, negative = until something happens), then serves what
  /// is ready.
  void turn(long millis) throws IOException {
    if (millis == 0) {
      selector.selectNow(SelectorLoop::serve);
    } else {
      selector.select(SelectorLoop::serve, Math.max(0, millis));
    }
  }

  /// Asks the loop to end; from any thread.
  void stop() {
    stopped = true;
    selector.wakeup();
  }

  /// Closes every channel and the selector; from the loop's own thread.
  @Override
  public void close() {
    try {
      for (var key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the selector failed", e);
    }
  }

  private static void serve(SelectionKey key) {
    var endpoint = (Endpoint) key.attachment();
    try {
      endpoint.ready(key);
    } catch (CancelledKeyException e) {
      // The other side of a pair was served first in this turn and closed this one: nothing is
      // left.
      close(key);
    } catch (IOException e) {
      close(key);
      endpoint.broken(e);
    }
  }

  static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a channel failed", e);
    }
  }

  private record Listener(ServerSocketChannel server, Acceptor acceptor) implements Endpoint {
    @Override
    public void ready(SelectionKey key) throws IOException {
      for (var next = server.accept(); next != null; next = server.accept()) {
        acceptor.accepted(next);
      }
    }

    @Override
    public void broken(IOException cause) {
      throw new UncheckedIOException("accepting connections failed", cause);
    }
  }
}
