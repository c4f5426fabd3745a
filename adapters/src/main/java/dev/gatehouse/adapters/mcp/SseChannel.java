package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.HttpLink.Post;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// The transport of 2024: one stream on which the server says everything, and an address, told by
/// its first event, to which messages are posted. When the stream ends, the server is gone.
final class SseChannel implements McpChannel {

  private static final Duration WELCOME = Duration.ofSeconds(15);
  private static final Duration POST = Duration.ofSeconds(10);

  private final McpServer server;
  private final URI url;
  private final HttpLink http;
  private final AtomicReference<@Nullable URI> endpoint = new AtomicReference<>();
  private volatile String trouble = "it said nothing";
  private final CountDownLatch welcome = new CountDownLatch(1);
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Call stream;
  private volatile @Nullable Listener listener;

  SseChannel(McpServer server, URI url, HttpLink http) {
    this.server = server;
    this.url = url;
    this.http = http;
  }

  @Override
  public void open(Listener hears) throws InterruptedException {
    listener = hears;
    Call call = http.stream(url, Map.of());
    stream = call;
    McpThreads.virtual("mcp " + server.name() + " stream", () -> follow(call, hears));
    boolean told = welcome.await(WELCOME.toMillis(), TimeUnit.MILLISECONDS);
    if (!told || endpoint.get() == null) {
      close();
      throw new McpException(trouble);
    }
  }

  private void follow(Call call, Listener hears) {
    String why = "its stream ended";
    try (Response response = HttpLink.execute(call)) {
      if (!response.isSuccessful() || !HttpLink.isStream(response)) {
        why = "it answered HTTP " + response.code() + " instead of a stream of events";
      } else {
        http.read(response, (type, data, length) -> event(type, data, length, hears));
      }
    } catch (IOException broken) {
      why = "its stream broke: " + broken.getMessage();
    }
    trouble = why;
    welcome.countDown();
    if (over.compareAndSet(false, true)) {
      hears.ended(why);
    }
  }

  private void event(String type, byte[] data, int length, Listener hears) {
    if (type.equals("endpoint")) {
      meet(new String(data, 0, length, StandardCharsets.UTF_8).strip());
    } else {
      http.message(data, length).ifPresent(message -> hears.received(message, 0));
    }
  }

  /// An address elsewhere would be sent our credential.
  private void meet(String address) {
    try {
      URI told = url.resolve(address);
      if (Objects.equals(told.getScheme(), url.getScheme())
          && Objects.equals(told.getAuthority(), url.getAuthority())) {
        endpoint.compareAndSet(null, told);
      }
    } catch (IllegalArgumentException malformed) {
      trouble = "its address \"" + address + "\" is none: " + malformed.getMessage();
    }
    welcome.countDown();
  }

  @Override
  public void send(RpcMessage message, Map<String, String> headers) {
    URI target = endpoint.get();
    Listener hears = listener;
    if (target == null || hears == null) {
      return;
    }
    long request =
        message instanceof RpcMessage.Request asked ? RpcMessage.number(asked.id()).orElse(0L) : 0;
    Post post = http.post(target, message, headers);
    post.call().timeout().timeout(POST.toMillis(), TimeUnit.MILLISECONDS);
    try (Response response = HttpLink.execute(post.call())) {
      if (!response.isSuccessful()) {
        Kind kind = response.code() < 500 ? Kind.REFUSED : Kind.UNKNOWN;
        hears.lost(request, new Loss(kind, "it answered HTTP " + response.code()));
      }
    } catch (IOException broken) {
      Kind kind = post.begun().get() ? Kind.UNKNOWN : Kind.UNSENT;
      hears.lost(request, new Loss(kind, "the connection broke: " + broken.getMessage()));
    }
  }

  @Override
  public boolean abandon(long request) {
    return false;
  }

  @Override
  public void close() {
    over.set(true);
    Call call = stream;
    if (call != null) {
      call.cancel();
    }
  }
}
