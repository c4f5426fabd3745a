package dev.gatehouse.adapters.http;

import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/// The way out to all providers: one HTTP client with one pool of connections, and one watchdog.
/// Make one per process, hand it to every model, close it last.
///
/// Calls are synchronous and wait without a read time limit, because the right limit changes while
/// a model thinks; the watchdog ends what has gone silent. Nothing is retried here: the loop
/// retries, and records it. Redirects are not followed, because they would carry a key to another
/// host.
///
/// The client is made for the first call: it reads the machine's list of trusted certificates,
/// which costs more than most of a server's start.
public final class Upstream implements AutoCloseable {

  private static final int IDLE_CONNECTIONS = 256;
  private static final long IDLE_MINUTES = 5;

  private final Once<OkHttpClient> client;
  private final Watchdog watchdog;

  private Upstream(Once<OkHttpClient> client, Watchdog watchdog) {
    this.client = client;
    this.watchdog = watchdog;
  }

  /// Opens the way out.
  public static Upstream open() {
    return new Upstream(new Once<>(() -> made(new OkHttpClient.Builder())), Watchdog.open());
  }

  /// Opens the way out to servers with certificates of one's own.
  ///
  /// @param sockets makes the sockets
  /// @param trust says which certificates are believed
  public static Upstream trusting(SSLSocketFactory sockets, X509TrustManager trust) {
    return new Upstream(
        new Once<>(() -> made(new OkHttpClient.Builder().sslSocketFactory(sockets, trust))),
        Watchdog.open());
  }

  /// {@return this way out to servers that others vouch for; it is closed with this one}
  public Upstream trusting(TrustedCertificates certificates) {
    return new Upstream(
        new Once<>(() ->
            client
                .get()
                .newBuilder()
                .sslSocketFactory(certificates.sockets(), certificates.trust())
                .build()),
        watchdog);
  }

  private static OkHttpClient made(OkHttpClient.Builder builder) {
    return builder
        .socketFactory(new ReadAhead())
        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_MINUTES, TimeUnit.MINUTES))
        .readTimeout(0, TimeUnit.MILLISECONDS)
        .writeTimeout(0, TimeUnit.MILLISECONDS)
        .callTimeout(0, TimeUnit.MILLISECONDS)
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .build();
  }

  /// {@return a client that shares this pool and waits so long for a connection}
  public OkHttpClient client(Patience patience) {
    return client.get().newBuilder().connectTimeout(patience.connect()).build();
  }

  Watchdog watchdog() {
    return watchdog;
  }

  /// {@return how many calls are in progress}
  public int calls() {
    return watchdog.watched();
  }

  /// {@return how many connections are open, in use or idle}
  public int connections() {
    return client.ifMade().map(made -> made.connectionPool().connectionCount()).orElse(0);
  }

  @Override
  public void close() {
    watchdog.close();
    client.ifMade().ifPresent(Upstream::end);
  }

  /// Cuts the calls of a client off, and closes its connections.
  static void end(OkHttpClient client) {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
