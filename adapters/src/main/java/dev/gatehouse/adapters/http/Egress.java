package dev.gatehouse.adapters.http;

import dev.gatehouse.core.spi.CancelSignal;
import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;

/// The guarded way out for everything that models, documents and users can steer: tools without
/// code, fetched documents. Make one per process and close it last.
///
/// A call to the open internet is https, and its socket refuses every other address when it
/// connects, so that neither odd spellings nor a name that resolves anew lead inside. A call to a
/// private host stays on the host that the configuration names. Redirects are followed by reading
/// calls only, three at most, each one judged anew; another host gets no headers. Size and time are
/// bounded.
public final class Egress implements AutoCloseable {

  private static final int MAX_REDIRECTS = 3;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final MediaType JSON = MediaType.get("application/json");

  /// A name whose last label is a number is an address to many readers, in whatever base.
  private static final Pattern NUMERIC = Pattern.compile("(?i)(^|\\.)([0-9]+|0x[0-9a-f]*)\\.?$");

  private static final Pattern PLAIN_V4 =
      Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

  private final Once<OkHttpClient> outside;
  private final Once<OkHttpClient> inside;

  private Egress(Once<OkHttpClient> outside, Once<OkHttpClient> inside) {
    this.outside = outside;
    this.inside = inside;
  }

  /// Opens the way out.
  public static Egress open() {
    return open(UnaryOperator.identity());
  }

  /// Opens it with names or answers that tests make up; the sockets stay guarded.
  static Egress open(UnaryOperator<OkHttpClient.Builder> pretended) {
    return new Egress(
        new Once<>(() -> pretended.apply(client(new GuardedSockets()).newBuilder()).build()),
        new Once<>(() -> client(SocketFactory.getDefault())));
  }

  /// Each has a pool of its own, since a pool does not tell connections apart by who made the
  /// socket. Neither keeps any: a service may close a kept one at any time, and a call that meets
  /// it could not be made again.
  private static OkHttpClient client(SocketFactory sockets) {
    return new OkHttpClient.Builder()
        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
        .socketFactory(sockets)
        .proxy(Proxy.NO_PROXY)
        .connectTimeout(CONNECT)
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .build();
  }

  /// Makes a call and reads the whole answer.
  ///
  /// @throws EgressRefused when it must not be made, or its answer is too large
  /// @throws IOException when it fails; the message names neither address nor headers
  public EgressReply send(EgressRequest first, CancelSignal cancel) throws IOException {
    EgressRequest request = first;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpUrl url = allowed(request);
      try (Response response = answer(request, url, cancel)) {
        Optional<HttpUrl> next = redirect(response, request);
        if (next.isEmpty()) {
          return reply(response, request.maxBytes());
        }
        request = following(request, url, next.get());
      }
    }
    throw new EgressRefused("the service redirects more than " + MAX_REDIRECTS + " times");
  }

  private static HttpUrl allowed(EgressRequest request) throws EgressRefused {
    HttpUrl url = HttpUrl.parse(request.url());
    if (url == null) {
      throw new EgressRefused("the address is no http or https URL");
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw new EgressRefused("the address must not hold a user or a password");
    }
    if (NUMERIC.matcher(url.host()).find() && !PLAIN_V4.matcher(url.host()).matches()) {
      // 0177.0.0.1 is 127.0.0.1 to some readers and 177.0.0.1 to others.
      throw new EgressRefused(
          "host \"" + url.host() + "\" is unclear: write an address as four decimal numbers");
    }
    if (request.reach() == Reach.PUBLIC && !url.isHttps()) {
      throw new EgressRefused("host \"" + url.host() + "\" is not private, so it needs https");
    }
    return url;
  }

  private Response answer(EgressRequest request, HttpUrl url, CancelSignal cancel)
      throws IOException {
    Headers.Builder headers = new Headers.Builder();
    request.headers().forEach(headers::set);
    boolean needsBody = Set.of("POST", "PUT", "PATCH").contains(request.method());
    RequestBody body =
        request.body().isPresent() || needsBody
            ? RequestBody.create(
                request.body().orElse("").getBytes(StandardCharsets.UTF_8),
                request.body().isPresent() ? JSON : null)
            : null;
    OkHttpClient client =
        (request.reach() == Reach.PUBLIC ? outside : inside)
            .get()
            .newBuilder()
            .callTimeout(request.timeout())
            .readTimeout(request.timeout())
            .build();
    Call call =
        client.newCall(
            new Request.Builder()
                .url(url)
                .headers(headers.build())
                .method(request.method(), body)
                .build());
    // The registration outlives the head: reading the body must be cancellable too, and cancelling
    // a finished call does nothing.
    var _ = cancel.onCancel(call::cancel);
    try {
      return call.execute();
    } catch (EgressRefused refused) {
      throw refused;
    } catch (IOException failed) {
      throw new IOException("no answer from \"" + url.host() + "\": " + plain(failed), failed);
    }
  }

  /// What went wrong, without the addresses that messages of sockets hold.
  private static String plain(IOException failed) {
    return switch (failed) {
      case java.net.UnknownHostException _ -> "its name is not known";
      case java.net.ConnectException _ -> "it does not take connections";
      case java.io.InterruptedIOException _ -> "it took too long, or the call was cancelled";
      case javax.net.ssl.SSLException _ -> "its certificate or its TLS is not accepted";
      default -> "the connection broke";
    };
  }

  private static Optional<HttpUrl> redirect(Response response, EgressRequest request)
      throws EgressRefused {
    if (!REDIRECTS.contains(response.code())) {
      return Optional.empty();
    }
    if (!request.method().equals("GET")) {
      throw new EgressRefused("the service redirects a call that writes; that is not followed");
    }
    String place = response.header("Location", "");
    HttpUrl next = response.request().url().resolve(place == null ? "" : place);
    if (next == null) {
      throw new EgressRefused("the service redirects to no http or https URL");
    }
    return Optional.of(next);
  }

  private static EgressRequest following(EgressRequest request, HttpUrl from, HttpUrl to)
      throws EgressRefused {
    boolean same =
        from.host().equals(to.host())
            && from.port() == to.port()
            && from.scheme().equals(to.scheme());
    if (same) {
      return request.nearby(to.toString());
    }
    if (request.reach() == Reach.PRIVATE) {
      throw new EgressRefused("the private service redirects to another host");
    }
    return request.elsewhere(to.toString());
  }

  private static EgressReply reply(Response response, int most) throws IOException {
    Buffer buffer = new Buffer();
    try {
      long count = 0;
      while (count >= 0 && buffer.size() <= most) {
        count = response.body().source().read(buffer, 64 << 10);
      }
    } catch (IOException broken) {
      throw new IOException("the answer broke off: " + plain(broken), broken);
    }
    if (buffer.size() > most) {
      throw new EgressRefused("the answer has more than " + most + " bytes");
    }
    String type = response.header("Content-Type", "");
    return new EgressReply(
        response.code(),
        (type == null ? "" : type).split(";", 2)[0].strip().toLowerCase(Locale.ROOT),
        Optional.ofNullable(response.header("Retry-After")),
        buffer.readUtf8());
  }

  @Override
  public void close() {
    outside.ifMade().ifPresent(Upstream::end);
    inside.ifMade().ifPresent(Upstream::end);
  }
}
