package dev.gatehouse.adapters.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;

/// Makes sockets that say when a reader has used up what has arrived and is about to ask the
/// network for more.
///
/// A provider sends each event in an HTTP chunk of its own, and the HTTP client hands over one
/// chunk at a time, however many have arrived. Only the socket knows when it is a good moment to
/// pass on what was read.
final class ReadAhead extends SocketFactory {

  /// What the current thread wants to do before it asks the network for more.
  static final ScopedValue<Runnable> BEFORE_READING = ScopedValue.newInstance();

  @Override
  public Socket createSocket() {
    return new Socket() {
      @Override
      public InputStream getInputStream() throws IOException {
        return new AnnouncedReads(super.getInputStream());
      }
    };
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw unconnected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    throw unconnected();
  }

  private static SocketException unconnected() {
    return new SocketException("only unconnected sockets are made here; connect them afterwards");
  }

  /// The bytes of a socket.
  private static final class AnnouncedReads extends FilterInputStream {

    private AnnouncedReads(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (BEFORE_READING.isBound()) {
        BEFORE_READING.get().run();
      }
      return super.read(bytes, from, length);
    }
  }
}
