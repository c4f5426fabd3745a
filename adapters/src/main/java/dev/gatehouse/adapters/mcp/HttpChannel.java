package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.HttpLink.Post;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Streamable HTTP: every message is a post of its own, whose answer is one message or a stream of
/// them. Each request waits on a virtual thread.
///
/// A session that a server of the older revisions gave us is carried along; when the server knows
/// it no more, the channel ends, and nothing was done.
final class HttpChannel implements McpChannel {

  static final String SESSION = "Mcp-Session-Id";
  private static final String REVISION = "MCP-Protocol-Version";

  private static final Logger LOG = System.getLogger(HttpChannel.class.getName());
  private static final Duration NOTICE = Duration.ofSeconds(5);
  private static final Set<Integer> NO_STREAM = Set.of(400, 404, 405, 501);
  private static final Duration STEADY = Duration.ofMinutes(1);
  private static final RpcMessage LIST_CHANGED =
      new RpcMessage.Notice("notifications/tools/list_changed", Json.object().build());

  private final McpServer server;
  private final URI url;
  private final HttpLink http;
  private final Map<Long, Call> calls = new ConcurrentHashMap<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile String session = "";
  private volatile @Nullable Listener listener;
  private volatile @Nullable Call listening;
  private volatile boolean closed;

  HttpChannel(McpServer server, URI url, HttpLink http) {
    this.server = server;
    this.url = url;
    this.http = http;
  }

  @Override
  public void open(Listener hears) {
    listener = hears;
  }

  @Override
  public void send(RpcMessage message, Map<String, String> headers) {
    Listener hears = listener;
    if (hears == null || closed) {
      return;
    }
    if (message instanceof RpcMessage.Request request) {
      long id = RpcMessage.number(request.id()).orElse(0L);
      Post post = http.post(url, message, withSession(headers));
      calls.put(id, post.call());
      fork("post " + id, () -> exchange(request, post, headers, hears));
    } else {
      tell(message, headers);
    }
  }

  private void fork(String name, Runnable task) {
    Thread thread =
        McpThreads.virtual(
            "mcp " + server.name() + " " + name,
            () -> {
              try {
                task.run();
              } finally {
                threads.remove(Thread.currentThread());
              }
            });
    threads.add(thread);
    if (!thread.isAlive()) {
      threads.remove(thread);
    }
  }

  private Map<String, String> withSession(Map<String, String> headers) {
    if (session.isEmpty()) {
      return headers;
    }
    Map<String, String> all = new HashMap<>(headers);
    all.put(SESSION, session);
    return all;
  }

  /// Sends what wants no answer, and waits until it has arrived: order matters to servers.
  private void tell(RpcMessage message, Map<String, String> headers) {
    Call call = http.post(url, message, withSession(headers)).call();
    call.timeout().timeout(NOTICE.toMillis(), TimeUnit.MILLISECONDS);
    try (Response response = HttpLink.execute(call)) {
      if (!response.isSuccessful()) {
        LOG.log(
            Level.DEBUG,
            "MCP server \"{0}\" answered a notice with HTTP {1}",
            server.name(),
            response.code());
      }
    } catch (IOException broken) {
      LOG.log(Level.DEBUG, "a notice to MCP server '" + server.name() + "' was lost", broken);
    }
  }

  private void exchange(
      RpcMessage.Request request, Post post, Map<String, String> headers, Listener hears) {
    long id = RpcMessage.number(request.id()).orElse(0L);
    try (Response response = HttpLink.execute(post.call())) {
      if (request.method().equals("initialize") && response.header(SESSION) != null) {
        session = response.header(SESSION, "");
      }
      answer(response, headers, id, hears);
    } catch (IOException broken) {
      boolean begun = post.begun().get();
      Kind kind = begun ? Kind.UNKNOWN : Kind.UNSENT;
      String why =
          (begun ? "the connection broke: " : "it cannot be reached: ") + broken.getMessage();
      hears.lost(id, new Loss(kind, why));
      if (!begun && !post.call().isCanceled()) {
        end(why, hears);
      }
    } finally {
      calls.remove(id);
    }
  }

  private void answer(Response response, Map<String, String> headers, long id, Listener hears)
      throws IOException {
    if (response.isSuccessful() && HttpLink.isStream(response)) {
      Map<String, String> onward = withSession(revision(headers));
      new AnswerStream(http, url, onward, id, hears, next -> goesOn(id, next)).read(response);
      return;
    }
    List<RpcMessage> messages = http.messages(response);
    boolean modern = messages.stream().anyMatch(Era::isModernRefusal);
    if (gone(response, messages) && !modern) {
      hears.lost(id, new Loss(Kind.SESSION_GONE, "its session is gone"));
      end("its session is gone", hears);
      return;
    }
    messages.forEach(message -> hears.received(message, id));
    hears.lost(id, unanswered(response));
  }

  /// What a request says of itself holds for no other; the revision does.
  private static Map<String, String> revision(Map<String, String> headers) {
    String revision = headers.get(REVISION);
    return revision == null ? Map.of() : Map.of(REVISION, revision);
  }

  /// {@return whether somebody still waits, who from now on waits for this call}
  private boolean goesOn(long id, Call next) {
    return !closed && calls.computeIfPresent(id, (_, _) -> next) != null;
  }

  /// Some servers answer 400 and name the session, where the protocol says 404.
  private boolean gone(Response response, List<RpcMessage> messages) {
    boolean named =
        messages.stream()
            .anyMatch(message ->
                message instanceof RpcMessage.Refusal refusal
                    && refusal.error().message().toLowerCase(Locale.ROOT).contains("session"));
    return !session.isEmpty() && (response.code() == 404 || (response.code() == 400 && named));
  }

  private static Loss unanswered(Response response) {
    int status = response.code();
    return switch (status / 100) {
      case 2 -> new Loss(Kind.UNKNOWN, "its answer (HTTP " + status + ") holds no message");
      case 3 ->
          new Loss(
              Kind.REFUSED,
              "it redirects (HTTP "
                  + status
                  + ") to \""
                  + response.header("Location", "")
                  + "\"; configure that address if it is right");
      case 4 ->
          new Loss(
              Kind.REFUSED,
              "it answered HTTP "
                  + status
                  + (status == 401 || status == 403
                      ? "; give a credential in `headers` of its configuration"
                      : ""));
      default -> new Loss(Kind.UNKNOWN, "it answered HTTP " + status);
    };
  }

  private void end(String why, Listener hears) {
    if (!closed) {
      hears.ended(why);
    }
  }

  @Override
  public boolean abandon(long request) {
    Call call = calls.remove(request);
    if (call != null) {
      call.cancel();
    }
    return true;
  }

  @Override
  public void listen(Map<String, String> headers) {
    fork("listen", () -> listenOn(headers));
  }

  private void listenOn(Map<String, String> headers) {
    Listener hears = Objects.requireNonNull(listener);
    EventTrail trail = new EventTrail();
    int vain = 0;
    while (!closed) {
      long begin = System.nanoTime();
      if (!follow(headers, hears, trail)) {
        return;
      }
      boolean steady = System.nanoTime() - begin >= STEADY.toNanos();
      vain = steady ? 0 : vain + 1;
      if (closed || !paused(trail.pause(vain))) {
        return;
      }
      if (!trail.isNumbered()) {
        // What was said meanwhile was said to nobody.
        hears.received(LIST_CHANGED, 0);
      }
    }
  }

  /// Reads one stream to its end, from where the one before ended. A server that cannot go on from
  /// there is asked for a new one.
  ///
  /// @return whether the server has such a stream
  private boolean follow(Map<String, String> headers, Listener hears, EventTrail trail) {
    Call call = http.stream(url, trail.headers(withSession(headers)));
    listening = call;
    try (Response response = HttpLink.execute(call)) {
      if (NO_STREAM.contains(response.code()) || !HttpLink.isStream(response)) {
        boolean wasNumbered = trail.isNumbered();
        trail.forget();
        return wasNumbered;
      }
      http.read(
          response,
          (_, data, length) ->
              http.message(data, length).ifPresent(message -> hears.received(message, 0)),
          trail);
    } catch (IOException broken) {
      LOG.log(Level.DEBUG, "MCP server '" + server.name() + "' stopped talking", broken);
    }
    return true;
  }

  private static boolean paused(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean standsAlone() {
    return true;
  }

  @Override
  public void retire() {
    closed = true;
    Call call = listening;
    if (call != null) {
      call.cancel();
    }
  }

  @Override
  public void close() {
    retire();
    calls.values().forEach(Call::cancel);
    threads.forEach(Thread::interrupt);
    threads.forEach(thread -> McpThreads.join(thread, NOTICE));
    leave();
  }

  /// Tells a server of the older revisions that its session may go.
  private void leave() {
    if (session.isEmpty()) {
      return;
    }
    Call call = http.delete(url, Map.of(SESSION, session));
    call.timeout().timeout(1, TimeUnit.SECONDS);
    try (Response response = HttpLink.execute(call)) {
      LOG.log(
          Level.DEBUG,
          "MCP server \"{0}\" said HTTP {1} to our leaving",
          server.name(),
          response.code());
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, "MCP server '" + server.name() + "' was not there any more", gone);
    }
  }
}
