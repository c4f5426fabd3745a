package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.McpChannel.Kind;
import dev.gatehouse.adapters.mcp.McpChannel.Loss;
import dev.gatehouse.adapters.mcp.PendingCall.Step;
import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// JSON-RPC with one living server: numbers requests, brings every answer to whoever waits for it,
/// and answers what the server asks.
///
/// When the channel dies, every request in flight is told at once whether it may have had an
/// effect. For any number of threads.
final class McpConnection implements McpChannel.Listener, AutoCloseable {

  private final McpServer server;
  private final McpChannel channel;
  private final Owner owner;
  private final Map<Long, PendingCall> pending = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile String end = "it is gone";
  private volatile boolean forgotten;
  private volatile Era era = new Era.Legacy(Era.LEGACY);

  /// Whoever keeps the connection.
  interface Owner {

    /// The connection is dead.
    void ended(McpConnection connection, String why);

    /// The server has other tools now.
    void listChanged();
  }

  McpConnection(McpServer server, McpChannel channel, Owner owner) {
    this.server = server;
    this.channel = channel;
    this.owner = owner;
  }

  McpServer server() {
    return server;
  }

  Era era() {
    return era;
  }

  /// Speaks as this era wants from now on.
  void speak(Era other) {
    era = other;
  }

  void open() throws InterruptedException {
    channel.open(this);
  }

  /// Sends a request.
  ///
  /// @param headers what else HTTP says of it
  PendingCall begin(String method, Json.Obj params, Map<String, String> headers) {
    long id = numbers.incrementAndGet();
    PendingCall call = new PendingCall(id, method);
    pending.put(id, call);
    Optional<Long> progress = method.equals("tools/call") ? Optional.of(id) : Optional.empty();
    if (over.get()) {
      lost(id, new Loss(Kind.UNSENT, end));
      return call;
    }
    Era now = era;
    Map<String, String> all = new HashMap<>(now.headers(method, params));
    all.putAll(headers);
    channel.send(new RpcMessage.Request(Json.of(id), method, now.params(params, progress)), all);
    if (over.get() && !channel.standsAlone()) {
      lost(id, new Loss(Kind.UNKNOWN, "it went away"));
    }
    return call;
  }

  PendingCall begin(String method, Json.Obj params) {
    return begin(method, params, Map.of());
  }

  /// Sends a request and waits for how it ends.
  Step ask(String method, Json.Obj params, Duration patience) throws InterruptedException {
    PendingCall call = begin(method, params);
    return await(call, patience);
  }

  /// Waits for how a request ends; whatever is said on the way is passed over.
  Step await(PendingCall call, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<Step> step = call.next(Duration.ofNanos(deadline - System.nanoTime()));
      if (step.isEmpty()) {
        return new Step.Lost(
            new Loss(Kind.UNKNOWN, "it did not answer within " + patience.toMillis() + " ms"));
      }
      if (!(step.get() instanceof Step.Said)) {
        return step.get();
      }
    }
  }

  /// Forgets a request and tells the server so.
  void cancel(PendingCall call, String why) {
    if (pending.remove(call.id()) == null) {
      return;
    }
    boolean knows = channel.abandon(call.id());
    if (!knows || era instanceof Era.Legacy) {
      Json.Obj params = Json.obj("requestId", Json.of(call.id()), "reason", Json.of(why));
      // Whoever cancels is in a hurry.
      McpThreads.virtual(
          "mcp " + server.name() + " cancel " + call.id(),
          () -> tell("notifications/cancelled", params));
    }
  }

  /// Sends a notice.
  void tell(String method, Json.Obj params) {
    channel.send(new RpcMessage.Notice(method, params), era.headers(method, params));
  }

  /// Answers what the server asked.
  void answer(Json id, Json.Obj result) {
    channel.send(new RpcMessage.Answer(id, result), era.headers("", result));
  }

  private void refuse(RpcMessage.Request request, String why) {
    RpcMessage.RpcError error =
        new RpcMessage.RpcError(RpcMessage.METHOD_NOT_FOUND, why, Json.NULL);
    channel.send(new RpcMessage.Refusal(request.id(), error), era.headers("", request.params()));
  }

  /// Hears what the server says unasked, on a stream of its own where that is needed.
  void listen() {
    channel.listen(era.headers("", Json.object().build()));
  }

  @Override
  public void received(RpcMessage message, long origin) {
    switch (message) {
      case RpcMessage.Answer(Json id, Json.Obj result) ->
          end(RpcMessage.number(id).orElse(0L), new Step.Answered(result));
      case RpcMessage.Refusal(Json id, RpcMessage.RpcError error) ->
          end(RpcMessage.number(id).orElse(origin), new Step.Refused(error));
      case RpcMessage.Notice notice -> noticed(notice);
      case RpcMessage.Request request -> asked(request, origin);
    }
  }

  private void end(long id, Step how) {
    PendingCall call = pending.remove(id);
    if (call != null) {
      call.end(how);
    }
  }

  private void noticed(RpcMessage.Notice notice) {
    switch (notice.method()) {
      case "notifications/progress" ->
          notice
              .params()
              .member("progressToken")
              .flatMap(RpcMessage::number)
              .map(pending::get)
              .ifPresent(call -> call.say(notice));
      case "notifications/tools/list_changed" -> owner.listChanged();
      default -> {
        // Logs and changes of what we do not use.
      }
    }
  }

  /// Servers of the older revisions may ask us things.
  private void asked(RpcMessage.Request request, long origin) {
    switch (request.method()) {
      case "ping" -> answer(request.id(), Json.object().build());
      case "elicitation/create" -> {
        boolean taken = asker(origin).filter(call -> call.say(request)).isPresent();
        if (!taken) {
          answer(request.id(), Json.obj("action", Json.of("cancel")));
        }
      }
      default -> refuse(request, "this client does not know \"" + request.method() + "\"");
    }
  }

  /// The call on whose behalf the server asks. Where the channel cannot tell it must be the only
  /// one: a question that belongs to one user must never be shown to another.
  private Optional<PendingCall> asker(long origin) {
    if (origin > 0) {
      return Optional.ofNullable(pending.get(origin));
    }
    List<PendingCall> calls =
        pending.values().stream().filter(call -> call.method().equals("tools/call")).toList();
    return calls.size() == 1 ? Optional.of(calls.getFirst()) : Optional.empty();
  }

  @Override
  public void lost(long request, Loss loss) {
    if (loss.kind() == Kind.SESSION_GONE) {
      forgotten = true;
      // First, so that whoever hears of the loss finds another connection.
      ended(loss.why());
    }
    end(request, new Step.Lost(loss));
  }

  @Override
  public void ended(String why) {
    if (!over.get()) {
      end = why;
    }
    if (over.compareAndSet(false, true)) {
      if (!channel.standsAlone()) {
        loseAll(why);
      }
      owner.ended(this, why);
    }
  }

  private void loseAll(String why) {
    for (Long id : List.copyOf(pending.keySet())) {
      lost(id, new Loss(Kind.UNKNOWN, why));
    }
  }

  /// {@return whether the server knows our session no more}
  boolean isForgotten() {
    return forgotten;
  }

  boolean isOver() {
    return over.get();
  }

  /// Ends the connection when another takes its place.
  void retire() {
    over.set(true);
    if (!channel.standsAlone()) {
      loseAll("the connection was given up");
    }
    channel.retire();
  }

  @Override
  public void close() {
    over.set(true);
    loseAll("the connection was closed");
    channel.close();
  }
}
