package dev.gatehouse.checks.upstream;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// A provider of chat completions behind TLS. It says one word, and goes on when it is let.
final class SecureProvider implements AutoCloseable {

  private final Server server = new Server(new VirtualThreadPool(0));
  private final ServerConnector connector;
  private final Queue<String> versions = new ConcurrentLinkedQueue<>();
  private final Semaphore mayGoOn = new Semaphore(0);
  private final Semaphore left = new Semaphore(0);

  /// What it offers to speak.
  enum Speech {
    HTTP_1_1,
    HTTP_2
  }

  private SecureProvider(LocalCertificate certificate, Speech speech) {
    var ssl = new SslContextFactory.Server();
    ssl.setKeyStorePath(certificate.store().toString());
    ssl.setKeyStorePassword(LocalCertificate.PASSWORD);
    var wire = new HttpConfiguration();
    wire.addCustomizer(new SecureRequestCustomizer(false));
    var http11 = new HttpConnectionFactory(wire);
    connector =
        switch (speech) {
          case HTTP_1_1 ->
              new ServerConnector(
                  server, 1, 1, new SslConnectionFactory(ssl, http11.getProtocol()), http11);
          case HTTP_2 -> {
            var alpn = new ALPNServerConnectionFactory();
            alpn.setDefaultProtocol(http11.getProtocol());
            yield new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(ssl, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(wire),
                http11);
          }
        };
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Speaker());
  }

  static SecureProvider start(LocalCertificate certificate, Speech speech) throws Exception {
    var provider = new SecureProvider(certificate, speech);
    provider.server.start();
    return provider;
  }

  URI baseUrl() {
    return URI.create("https://127.0.0.1:" + connector.getLocalPort() + "/v1");
  }

  /// {@return the versions of HTTP it was spoken to in, a request each}
  List<String> versions() {
    return List.copyOf(versions);
  }

  int connections() {
    return connector.getConnectedEndPoints().size();
  }

  /// Lets one answer go on.
  void goOn() {
    mayGoOn.release();
  }

  /// Waits until a client has left amid its answer.
  boolean awaitLeft(long millis) throws InterruptedException {
    return left.tryAcquire(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (IOException failed) {
      throw failed;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      throw new IOException("the provider did not stop", failed);
    }
  }

  /// What it says.
  private final class Speaker extends Handler.Abstract {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      versions.add(request.getConnectionMetaData().getProtocol());
      request.addFailureListener(_ -> left.release());
      response.setStatus(200);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
      try {
        say(response, "{\"role\":\"assistant\",\"content\":\"w\u00f6rd \"}");
      } catch (IOException gone) {
        left.release(); // the listener is not told of what a write has met
        throw gone;
      }
      mayGoOn.acquire();
      say(response, "{\"content\":\"after w\u00f6rd\"},\"finish_reason\":\"stop\"");
      send(response, "[DONE]");
      callback.succeeded();
      return true;
    }

    private static void say(Response response, String delta) throws Exception {
      send(
          response,
          "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
              + delta
              + "}]}");
    }

    private static void send(Response response, String data) throws Exception {
      byte[] bytes = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
      try (Blocker.Callback written = Blocker.callback()) {
        response.write(false, ByteBuffer.wrap(bytes), written);
        written.block();
      }
    }
  }
}
