package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.http.Patience;
import dev.gatehouse.adapters.http.SseSink;
import dev.gatehouse.adapters.http.SseSplitter;
import dev.gatehouse.adapters.http.StreamFailure;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/// What both HTTP transports share: how requests are made, and how answers are read within limits.
///
/// Only the configured headers go out: nothing of whoever called the gateway. Redirects are not
/// followed, because they would carry a credential elsewhere.
final class HttpLink {

  /// No answer and no event of a stream is larger.
  static final int MAX_BYTES = SseSplitter.MAX_EVENT_BYTES;

  private static final JsonLimits LIMITS = JsonLimits.OUTSIDE.withMaxBytes(MAX_BYTES);
  private static final MediaType JSON = MediaType.get("application/json");
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int BUFFER = 16 << 10;
  private static final int IDLE = 8;

  /// Many servers close an idle connection after five seconds. A request on one that is being
  /// closed would be lost, with its effect unknown; so idle connections go before that.
  private static final Duration KEPT = Duration.ofSeconds(2);

  private final OkHttpClient client;
  private final Headers headers;
  private final Junk junk;

  HttpLink(Upstream upstream, Map<String, String> headers, Duration silence, String server) {
    Patience patience = Patience.STANDARD;
    this.client =
        upstream
            .client(new Patience(CONNECT, silence, silence, patience.whole()))
            .newBuilder()
            .connectionPool(new ConnectionPool(IDLE, KEPT.toSeconds(), TimeUnit.SECONDS))
            .readTimeout(silence)
            .writeTimeout(CONNECT)
            .build();
    this.headers = Headers.of(headers);
    this.junk = new Junk(server);
  }

  /// A post that knows whether anything of it went out.
  record Post(Call call, AtomicBoolean begun) {}

  Post post(URI url, RpcMessage message, Map<String, String> more) {
    AtomicBoolean begun = new AtomicBoolean();
    Request.Builder request =
        request(url, more)
            .header("Accept", "application/json, text/event-stream")
            .post(new MessageBody(JsonWriter.bytes(message.json()), begun));
    return new Post(client.newCall(request.build()), begun);
  }

  Call stream(URI url, Map<String, String> more) {
    return client.newCall(request(url, more).header("Accept", "text/event-stream").get().build());
  }

  Call delete(URI url, Map<String, String> more) {
    return client.newCall(request(url, more).delete().build());
  }

  private Request.Builder request(URI url, Map<String, String> more) {
    Request.Builder request = new Request.Builder().url(url.toString()).headers(headers);
    more.forEach(request::header);
    return request;
  }

  /// Makes a call.
  ///
  /// OkHttp is Kotlin, where nobody declares exceptions: an interrupt while it connects comes out
  /// as an [InterruptedException] that no signature tells of.
  static Response execute(Call call) throws IOException {
    try {
      return call.execute();
    } catch (IOException | RuntimeException told) {
      throw told;
    } catch (Exception untold) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the call was stopped: " + untold.getMessage());
    }
  }

  /// {@return whether an answer is a stream of events}
  static boolean isStream(Response response) {
    return response.header("Content-Type", "").startsWith("text/event-stream");
  }

  /// Reads events until the stream ends.
  void read(Response response, SseSink sink) throws IOException {
    read(response, sink, new EventTrail());
  }

  /// Reads events until the stream ends or breaks, and notes how far it came.
  void read(Response response, SseSink sink, EventTrail trail) throws IOException {
    SseSplitter splitter = new SseSplitter(sink);
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = response.body().byteStream()) {
      int count = in.read(buffer);
      while (count >= 0) {
        splitter.feed(buffer, 0, count);
        trail.passed(splitter);
        count = in.read(buffer);
      }
      splitter.finish();
    } catch (StreamFailure tooLarge) {
      throw new IOException(tooLarge.getMessage(), tooLarge);
    }
  }

  /// {@return the message an event holds; one that holds none is counted}
  Optional<RpcMessage> message(byte[] buffer, int length) {
    if (length == 0) {
      return Optional.empty();
    }
    byte[] data = java.util.Arrays.copyOf(buffer, length);
    Optional<RpcMessage> message = json(data).flatMap(RpcMessage::of);
    if (message.isEmpty()) {
      junk.skip("an event of " + length + " bytes");
    }
    return message;
  }

  /// {@return the messages of an answer that is no stream: one, or several in the way of older
  /// servers}
  List<RpcMessage> messages(Response response) throws IOException {
    byte[] body = bytes(response);
    List<RpcMessage> messages = new ArrayList<>();
    Optional<Json> json = json(body);
    if (json.isPresent() && json.get() instanceof Json.Arr(List<Json> items)) {
      items.forEach(item -> RpcMessage.of(item).ifPresent(messages::add));
    } else {
      json.flatMap(RpcMessage::of).ifPresent(messages::add);
    }
    return messages;
  }

  private static Optional<Json> json(byte[] text) {
    try {
      return Optional.of(JsonReader.read(text, LIMITS));
    } catch (JsonException broken) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(Response response) throws IOException {
    try (InputStream in = response.body().byteStream()) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("the answer is larger than the limit of " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  /// The text of one message; it tells when it begins to go out.
  private static final class MessageBody extends RequestBody {

    private final byte[] bytes;
    private final AtomicBoolean begun;

    MessageBody(byte[] bytes, AtomicBoolean begun) {
      this.bytes = bytes;
      this.begun = begun;
    }

    @Override
    public MediaType contentType() {
      return JSON;
    }

    @Override
    public long contentLength() {
      return bytes.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      begun.set(true);
      sink.write(bytes);
    }
  }
}
