package dev.gatehouse.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The price of the runtime: blocking sockets on virtual threads, two per client connection, bytes
/// copied and nothing understood. As a program: `VirtualThreadRelay PORT UPSTREAM_PORT`.
public final class VirtualThreadRelay implements AutoCloseable {
  private static final Logger LOG = System.getLogger(VirtualThreadRelay.class.getName());
  private static final int ACCEPT_QUEUE = 4_096;
  private static final int FIRST_BUFFER = 1_024;
  private static final int MAX_BUFFER = 64 * 1_024;

  private final ServerSocket server;
  private final int upstreamPort;

  private VirtualThreadRelay(ServerSocket server, int upstreamPort) {
    this.server = server;
    this.upstreamPort = upstreamPort;
  }

  /// Relays from this loopback port (0 = any free one) to the other.
  public static VirtualThreadRelay open(int port, int upstreamPort) throws IOException {
    var server = new ServerSocket(port, ACCEPT_QUEUE, InetAddress.getLoopbackAddress());
    return new VirtualThreadRelay(server, upstreamPort);
  }

  public static void main(String[] arguments) throws IOException {
    int upstream = Integer.parseInt(arguments[1]);
    try (var relay = open(Integer.parseInt(arguments[0]), upstream)) {
      System.out.println("Virtual-thread relay is ready at http://127.0.0.1:" + relay.port());
      relay.run();
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /// Relays on the calling thread until [#close], then waits until every client has left.
  public void run() throws IOException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      while (!server.isClosed()) {
        accept(threads);
      }
    }
  }

  /// Accepts no more clients; from any thread.
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the listening socket failed", e);
    }
  }

  private void accept(ExecutorService threads) throws IOException {
    try {
      var client = server.accept();
      threads.execute(() -> relay(client, threads));
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw e;
      }
    }
  }

  private void relay(Socket client, ExecutorService threads) {
    try (client;
        var upstream = new Socket(InetAddress.getLoopbackAddress(), upstreamPort)) {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      threads.execute(() -> copyToEnd(client, upstream));
      copyToEnd(upstream, client);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a client is cut: " + e.getMessage());
    }
  }

  /// Copies one direction, then passes its end on. A side that is gone is an end too.
  private static void copyToEnd(Socket from, Socket to) {
    try {
      copy(from.getInputStream(), to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a connection ended without its closing handshake", e);
      closeBoth(from, to);
    }
  }

  private static void closeBoth(Socket one, Socket other) {
    try (one) {
      other.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "closing a connection failed", e);
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    var buffer = new byte[FIRST_BUFFER];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      to.write(buffer, 0, count);
      if (count == buffer.length && count < MAX_BUFFER) {
        buffer = new byte[4 * count];
      }
    }
  }
}
