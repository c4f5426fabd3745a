package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.runtime.approval.Waiters;
import dev.gatehouse.runtime.artifact.FileLabel;
import dev.gatehouse.runtime.engine.ToolPerformer.Desk;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.LiveStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What a tool sees of the gateway during one call. It falls silent when the call is over.
final class CallContext implements ToolContext {

  private static final int MAX_CHUNK = 4_096;

  private final Job<Action.CallTool> job;
  private final String key;
  private final LiveStream stream;
  private final Desk desk;
  private final Bell bell = new Bell();
  private final AtomicInteger chunks = new AtomicInteger();
  private volatile boolean over;

  CallContext(Job<Action.CallTool> job, String key, Desk desk) {
    this.job = job;
    this.key = key;
    this.desk = desk;
    this.stream = desk.streams().of(job.spec().root());
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
  public String agent() {
    return job.spec().agent().name();
  }

  @Override
  public boolean tainted() {
    return job.run().talk().tainted();
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
  public Reply ask(String prompt, Json.Obj schema) throws InterruptedException {
    if (job.spec().owner().watch() == RunSpec.Watch.HEADLESS) {
      return new Reply(Resolution.DECLINED, Optional.empty());
    }
    String question = desk.ids().question();
    try (Waiters.Wait answer = desk.waiters().expect(question)) {
      if (over || !job.tell(new RunInput.ToolAsked(job.action().ref(), question, prompt, schema))) {
        return new Reply(Resolution.CANCELLED, Optional.empty());
      }
      return answer
          .await(job.action().policy().timeout())
          .filter(FlowEvent.QuestionResolved.class::isInstance)
          .map(FlowEvent.QuestionResolved.class::cast)
          .map(resolved -> new Reply(resolved.resolution(), resolved.answer()))
          .orElseGet(() -> new Reply(Resolution.CANCELLED, Optional.empty()));
    }
  }

  @Override
  public String keep(String name, String mediaType, byte[] bytes) {
    if (over) {
      throw new IllegalStateException(
          "the call of '" + job.action().tool() + "' is over and keeps no file any more");
    }
    return desk.artifacts().keep(sessionId(), new FileLabel(name, mediaType), bytes).id();
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
