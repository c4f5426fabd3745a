package dev.gatehouse.protocols.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;

/// An answer that grows: each write reaches the client at once. A client that reads nothing for the
/// server's idle time is cut off. Used by the request's thread.
public final class EventStream implements AutoCloseable {

  private final Response response;
  private final Departures.Watch watch;

  EventStream(Response response, Departures.Watch watch) {
    this.response = response;
    this.watch = watch;
  }

  /// Sends bytes and waits until they are on their way.
  ///
  /// @throws IOException when the client is gone or reads nothing
  public void write(byte[] bytes) throws IOException {
    try (Blocker.Callback written = Blocker.callback()) {
      response.write(false, ByteBuffer.wrap(bytes), written);
      written.block();
    }
  }

  /// {@return whether the client closed the connection}
  public boolean clientLeft() {
    return watch.state() == Departures.State.LEFT;
  }

  @Override
  public void close() {
    watch.close();
  }
}
