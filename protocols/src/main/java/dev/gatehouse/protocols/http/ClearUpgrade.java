package dev.gatehouse.protocols.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// HTTP/2 in the clear, for clients that begin with it and for those that ask for it with a request
/// over HTTP/1.1. A request with a body keeps its connection as it is.
final class ClearUpgrade extends HTTP2CServerConnectionFactory {

  private static final int FIRST_STREAM = 1;

  ClearUpgrade(HttpConfiguration wire) {
    super(wire);
  }

  @Override
  public @Nullable Connection upgradeConnection(
      Connector connector,
      EndPoint endPoint,
      MetaData.Request request,
      HttpFields.Mutable response) {
    return request.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING)
        ? null
        : super.upgradeConnection(connector, endPoint, request, response);
  }

  /// Gives the stream of the request that asked for the upgrade its listener. Jetty 12.1.14 answers
  /// that request before it does so itself, and until then nobody hears that the client leaves, and
  /// an answer that stands still is cut off.
  static void attend(Request request) {
    var wire = request.getConnectionMetaData();
    if (wire.getConnection() instanceof HTTP2Connection connection) {
      HTTP2Stream stream = connection.getSession().getStream(FIRST_STREAM);
      if (stream != null && stream.getListener() == null) {
        Connector connector = wire.getConnector();
        ClearUpgrade upgrade = connector.getConnectionFactory(ClearUpgrade.class);
        upgrade.attend(stream, connector, connection.getEndPoint());
      }
    }
  }

  private void attend(HTTP2Stream stream, Connector connector, EndPoint endPoint) {
    if (newSessionListener(connector, endPoint) instanceof Stream.Listener listener) {
      stream.setListener(listener);
    }
  }
}
