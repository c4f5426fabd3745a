package dev.gatehouse.protocols.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Fields;

/// One request and its answer. Used by one thread at a time: the request's, and after it the one
/// that does what was left for later.
public final class Exchange {

  private static final String JSON = "application/json";

  /// What names, types and boundaries of a form may take.
  private static final int FORM_ROOM = 64 << 10;

  /// So much of a body that is too large is let through to nowhere, for so long.
  private static final long MOST_DISCARDED = 64L << 20;

  private static final Duration DISCARD_TIME = Duration.ofSeconds(10);

  private final Request request;
  private final Response response;
  private final HttpLimits limits;
  private final Departures departures;
  private Map<String, String> values = Map.of();
  private Optional<Caller> caller = Optional.empty();
  private Optional<byte[]> body = Optional.empty();
  private Optional<Route.Deed> later = Optional.empty();

  Exchange(Request request, Response response, HttpLimits limits, Departures departures) {
    this.request = request;
    this.response = response;
    this.limits = limits;
    this.departures = departures;
  }

  void bind(Map<String, String> pathValues) {
    values = pathValues;
  }

  /// Says who asks, once that is known.
  public void caller(Caller who) {
    caller = Optional.of(who);
  }

  /// {@return who asks}
  ///
  /// @throws ProblemException when nobody said so
  public Caller caller() {
    return caller.orElseThrow(() -> new ProblemException(Problem.unauthorized()));
  }

  /// {@return the method}
  public String method() {
    return request.getMethod();
  }

  /// {@return the path, still encoded}
  public String path() {
    return Request.getPathInContext(request);
  }

  /// {@return the part of the path with this name in the route}
  public String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no part \"" + name + "\"");
    }
    return value;
  }

  /// {@return a header of the request}
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /// {@return the query parameters}
  public QueryParameters query() {
    Map<String, String> parameters = new HashMap<>();
    Fields fields;
    try {
      fields = Request.extractQueryParameters(request);
    } catch (IllegalArgumentException | HttpException.IllegalStateException _) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.BAD_PARAMETER,
              "the query \""
                  + request.getHttpURI().getQuery()
                  + "\" cannot be read; send UTF-8, percent-encoded"));
    }
    for (Fields.Field field : fields) {
      parameters.put(field.getName(), field.getValue());
    }
    return new QueryParameters(parameters);
  }

  /// {@return the body, to be read field by field}
  ///
  /// @throws ProblemException when it is too large, of another media type, or no JSON object
  public BodyReader body() throws IOException {
    return BodyReader.parse(bytes());
  }

  /// {@return the bytes of the body}
  ///
  /// @throws ProblemException when it is too large or of another media type
  public byte[] bytes() throws IOException {
    if (body.isEmpty()) {
      requirePlain();
      byte[] sent = read(limits.body());
      if (sent.length > 0) {
        requireJson();
      }
      body = Optional.of(sent);
    }
    return body.get();
  }

  /// {@return the body as a form}
  ///
  /// @param most how many bytes its files may have; names and boundaries come on top
  /// @throws ProblemException when it is too large, encoded, or no form
  public MultipartForm form(int most) throws IOException {
    requirePlain();
    String type = header("Content-Type").orElse("");
    MultipartForm.requireForm(type);
    return MultipartForm.parse(read(Math.addExact(most, FORM_ROOM)), type);
  }

  private byte[] read(int most) throws IOException {
    if (request.getLength() > most) {
      throw tooLarge(most);
    }
    var bytes = new ByteArrayOutputStream();
    // Closed before its end, it would fail the request: what is too much is left to be discarded.
    InputStream in = Content.Source.asInputStream(request);
    byte[] chunk = new byte[8 << 10];
    int count = in.read(chunk);
    while (count >= 0) {
      bytes.write(chunk, 0, count);
      if (bytes.size() > most) {
        throw tooLarge(most);
      }
      count = in.read(chunk);
    }
    return bytes.toByteArray();
  }

  /// Lets the client say the rest of its body, which nobody reads. Many clients send all of it
  /// before they read the answer, and would see nothing but a broken connection if it ended before.
  void discardRest() {
    if (request.getLength() == 0 || header("Expect").isPresent()) {
      return;
    }
    InputStream in = Content.Source.asInputStream(request);
    byte[] chunk = new byte[8 << 10];
    long deadline = System.nanoTime() + DISCARD_TIME.toNanos();
    try {
      int count = in.read(chunk);
      for (long all = count; count >= 0 && all < MOST_DISCARDED; all += count) {
        if (System.nanoTime() > deadline) {
          return;
        }
        count = in.read(chunk);
      }
    } catch (IOException _) {
      // The client has left, or has been refused for what it sent: it has its answer.
    }
  }

  private static ProblemException tooLarge(int most) {
    return new ProblemException(
        Problem.of(ProblemCode.TOO_LARGE, "the body has more than " + most + " bytes; send less"));
  }

  /// Nothing is unpacked, so that nothing small becomes large here.
  private void requirePlain() {
    Optional<String> coding = header("Content-Encoding").filter(it -> !it.equals("identity"));
    if (coding.isPresent()) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              "the body is encoded as \"" + coding.get() + "\"; send it as it is"));
    }
  }

  private void requireJson() {
    String type = header("Content-Type").orElse(JSON);
    String plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!plain.equals(JSON) && !plain.endsWith("+json")) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              "the body is \"" + plain + "\"; send application/json"));
    }
  }

  /// Adds a header to the answer.
  public void addHeader(String name, String value) {
    response.getHeaders().put(new HttpField(name, value));
  }

  /// Answers with JSON.
  public void json(int status, Json json) throws IOException {
    bytes(status, JSON, JsonWriter.bytes(json));
  }

  /// Answers with nothing but a status.
  public void empty(int status) throws IOException {
    response.setStatus(status);
    write(new byte[0]);
  }

  /// Answers with a problem.
  public void problem(Problem problem) throws IOException {
    problem.retryAfterHeader().ifPresent(wait -> addHeader("Retry-After", wait));
    if (problem.code() == ProblemCode.METHOD_NOT_ALLOWED) {
      problem.members().at("allow").flatMap(Json::text).ifPresent(list -> addHeader("Allow", list));
    }
    if (problem.code() == ProblemCode.UNAUTHORIZED) {
      addHeader("WWW-Authenticate", "Bearer");
    }
    bytes(problem.code().status(), Problem.MEDIA_TYPE, problem.bytes());
  }

  /// Answers with bytes.
  public void bytes(int status, String mediaType, byte[] bytes) throws IOException {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    write(bytes);
  }

  private void write(byte[] bytes) throws IOException {
    try (Blocker.Callback written = Blocker.callback()) {
      response.write(true, ByteBuffer.wrap(bytes), written);
      written.block();
    }
  }

  /// Begins to answer with events. The thread is interrupted when the client leaves.
  public EventStream events() {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, no-store, must-revalidate");
    addHeader("X-Accel-Buffering", "no");
    return new EventStream(
        response, departures.watch(request), request.getComponents().getScheduler());
  }

  /// Leaves the rest of the answer to a thread of its own, which begins when this one is done. A
  /// thread keeps the pieces of stack in which it once waited; an answer that may be silent for an
  /// hour shall not hold those it took to find it.
  public void later(Route.Deed rest) {
    later = Optional.of(rest);
  }

  /// {@return what was left for later, once}
  Optional<Route.Deed> takeLater() {
    Optional<Route.Deed> rest = later;
    later = Optional.empty();
    return rest;
  }

  int fields() {
    return request.getHeaders().size();
  }

  boolean committed() {
    return response.isCommitted();
  }
}
