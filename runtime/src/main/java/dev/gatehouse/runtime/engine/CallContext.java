package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.LiveStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// What a tool sees of the gateway during one call. It falls silent when the call is over.
final class CallContext implements ToolContext {

  private static final int MAX_CHUNK = 4_096;

  private final Job<Action.CallTool> job;
  private final String key;
  private final LiveStream stream;
  private final Bell bell = new Bell();
  private final AtomicInteger chunks = new AtomicInteger();
  private volatile boolean over;

  CallContext(Job<Action.CallTool> job, String key, LiveStream stream) {
    this.job = job;
    this.key = key;
    this.stream = stream;
  }

  @Override
  public String callId() {
    return job.action().callId();
  }

  @Override
  public String runId() {
    return job.spec().id();
  }

  @Override
  public String sessionId() {
    return job.spec().session();
  }

  @Override
  public String user() {
    return job.spec().owner().user();
  }

  @Override
  public String idempotencyKey() {
    return key;
  }

  @Override
  public int attempt() {
    return job.action().ref().attempt();
  }

  @Override
  public CancelSignal cancel() {
    return bell;
  }

  @Override
  public void output(Stream kind, String text) {
    for (int from = 0; from < text.length(); from += MAX_CHUNK) {
      String piece = text.substring(from, Math.min(text.length(), from + MAX_CHUNK));
      show(
          new Body.Output(
              runId(),
              callId(),
              job.action().tool(),
              kind.name().toLowerCase(Locale.ROOT),
              piece,
              chunks.incrementAndGet()));
    }
  }

  @Override
  public void emit(Json.Obj event) {
    boolean own =
        event
            .member("type")
            .filter(type -> type instanceof Json.Str name && name.value().contains("."))
            .isPresent();
    if (!own) {
      throw new IllegalArgumentException(
          "the event of tool '"
              + job.action().tool()
              + "' needs a type with a dot in it, such as 'orders.progress': "
              + event);
    }
    show(new Body.Custom(runId(), callId(), event));
  }

  @Override
  public Reply ask(String prompt, Json.Obj schema) {
    throw new UnsupportedOperationException("questions of tools are being built");
  }

  @Override
  public String keep(String name, String mediaType, byte[] bytes) {
    throw new UnsupportedOperationException("artifacts are being built");
  }

  private void show(Body body) {
    if (!over) {
      stream.show(body);
    }
  }

  CancelSignal runCancel() {
    return job.cancel();
  }

  /// Tells the tool to stop.
  void stop() {
    bell.ring();
  }

  void finish() {
    over = true;
  }
}
