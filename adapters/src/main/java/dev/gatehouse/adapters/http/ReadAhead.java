package dev.gatehouse.adapters.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Makes sockets that say when a reader has used up what has arrived and is about to ask the
/// network for more.
///
/// A provider sends each event in an HTTP chunk of its own, and the HTTP client hands over one
/// chunk at a time, however many have arrived. Only the socket knows when it is a good moment to
/// pass on what was read. The client also asks for little at a time: when it gets all it asked for,
/// more is waiting, and that is taken at once.
final class ReadAhead extends SocketFactory {

  /// What the current thread wants to do before it asks the network for more.
  static final ScopedValue<Runnable> BEFORE_READING = ScopedValue.newInstance();

  @Override
  public Socket createSocket() {
    return new Socket() {

      private @Nullable InputStream announced;

      @Override
      public synchronized InputStream getInputStream() throws IOException {
        if (announced == null) {
          announced = new AnnouncedReads(super.getInputStream());
        }
        return announced;
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

  /// The bytes of a socket. Used by one thread at a time.
  private static final class AnnouncedReads extends FilterInputStream {

    /// Who asks for less gets no more: it knows how much there is.
    private static final int LEAST_ASKED = 8 << 10;

    private static final int TAKEN_AT_ONCE = 64 << 10;
    private static final byte[] NOTHING = {};

    private byte[] ahead = NOTHING;
    private int at;
    private int end;
    private boolean more;

    private AnnouncedReads(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (at < end) {
        return take(bytes, from, length);
      }
      if (BEFORE_READING.isBound()) {
        BEFORE_READING.get().run();
      }
      // Nobody holds a large buffer while the network is silent.
      if (!more || length < LEAST_ASKED || super.available() == 0) {
        int count = super.read(bytes, from, length);
        more = count == length && length >= LEAST_ASKED;
        return count;
      }
      byte[] taken = new byte[TAKEN_AT_ONCE];
      int count = super.read(taken, 0, taken.length);
      more = count == taken.length;
      if (count < 0) {
        return count;
      }
      ahead = taken;
      at = 0;
      end = count;
      return take(bytes, from, length);
    }

    /// A buffer that was emptied is let go: nobody holds one while it waits.
    private int take(byte[] bytes, int from, int length) {
      int count = Math.min(length, end - at);
      System.arraycopy(ahead, at, bytes, from, count);
      at += count;
      if (at == end) {
        ahead = NOTHING;
        at = 0;
        end = 0;
      }
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int available() throws IOException {
      return end - at + super.available();
    }

    @Override
    public long skip(long count) throws IOException {
      return at < end ? take(new byte[(int) Math.min(count, end - at)]) : super.skip(count);
    }

    private int take(byte[] skipped) {
      return take(skipped, 0, skipped.length);
    }
  }
}
