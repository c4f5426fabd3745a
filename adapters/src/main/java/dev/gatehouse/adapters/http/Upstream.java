package dev.gatehouse.adapters.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/// The way out to all providers: one HTTP client with one pool of connections, and one watchdog.
/// Make one per process, hand it to every model, close it last.
///
/// Calls are read by whoever makes them and wait without a read time limit, because the right limit
/// changes while a model thinks; the watchdog ends what has gone silent. Nothing is retried here:
/// the loop retries, and records it. Redirects are not followed, because they would carry a key to
/// another host.
///
/// The client is made for the first call: it reads the machine's list of trusted certificates,
/// which costs more than most of a server's start.
public final class Upstream implements AutoCloseable {

  private static final int IDLE_CONNECTIONS = 256;
  private static final long IDLE_MINUTES = 5;

  private final Once<OkHttpClient> client;
  private final Watchdog watchdog;
  private final ExecutorService beginners;

  private Upstream(Once<OkHttpClient> client, Watchdog watchdog, ExecutorService beginners) {
    this.client = client;
    this.watchdog = watchdog;
    this.beginners = beginners;
  }

  private static Upstream open(Supplier<OkHttpClient> client) {
    return new Upstream(
        new Once<>(client), Watchdog.open(), Executors.newVirtualThreadPerTaskExecutor());
  }

  /// Opens the way out.
  public static Upstream open() {
    return open(() -> made(new OkHttpClient.Builder()));
  }

  /// Opens the way out to servers with certificates of one's own.
  ///
  /// @param sockets makes the sockets
  /// @param trust says which certificates are believed
  public static Upstream trusting(SSLSocketFactory sockets, X509TrustManager trust) {
    return open(() -> made(new OkHttpClient.Builder().sslSocketFactory(sockets, trust)));
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
        watchdog,
        beginners);
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

  /// Makes a call, on a thread that ends when the answer begins. A thread keeps the pieces of stack
  /// in which it once waited: the caller's, which is about to wait for a silent model, shall not
  /// hold those of connecting.
  Response begin(Call call) throws IOException {
    Future<Response> answer = beginners.submit(call::execute);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      call.cancel();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped before the answer began");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException broken) {
        throw broken;
      }
      throw new IllegalStateException("the call could not begin: " + e.getCause(), e);
    }
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
    beginners.shutdownNow();
  }

  /// Cuts the calls of a client off, and closes its connections.
  static void end(OkHttpClient client) {
    client.dispatcher().cancelAll();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
