package dev.gatehouse.adapters.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/// Makes sockets that connect to the open internet only.
///
/// The check is made on the address the socket is about to connect to, after every name was
/// resolved and every odd spelling read, so there is nothing between check and use.
final class GuardedSockets extends SocketFactory {

  @Override
  public Socket createSocket() {
    return new Guarded();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException("connect an unconnected socket");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("connect an unconnected socket");
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException("connect an unconnected socket");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException("connect an unconnected socket");
  }

  private static final class Guarded extends Socket {

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
      if (!(address instanceof InetSocketAddress place)
          || place.getAddress() == null
          || PrivateAddress.contains(place.getAddress())) {
        throw new EgressRefused("the host is not on the open internet");
      }
      super.connect(address, timeout);
    }

    @Override
    public void connect(SocketAddress address) throws IOException {
      connect(address, 0);
    }
  }
}
