package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ToolContext;

/// What a tool says while it runs, cleaned of secrets.
record RedactedContext(ToolContext context, Redaction redaction) implements ToolContext {

  @Override
  public String callId() {
    return context.callId();
  }

  @Override
  public String runId() {
    return context.runId();
  }

  @Override
  public String sessionId() {
    return context.sessionId();
  }

  @Override
  public String agent() {
    return context.agent();
  }

  @Override
  public String user() {
    return context.user();
  }

  @Override
  public boolean tainted() {
    return context.tainted();
  }

  @Override
  public String idempotencyKey() {
    return context.idempotencyKey();
  }

  @Override
  public int attempt() {
    return context.attempt();
  }

  @Override
  public CancelSignal cancel() {
    return context.cancel();
  }

  @Override
  public void output(Stream stream, String text) {
    context.output(stream, redaction.clean(text));
  }

  @Override
  public void emit(Json.Obj event) {
    context.emit(redaction.object(event));
  }

  @Override
  public Reply ask(String prompt, Json.Obj schema) throws InterruptedException {
    return context.ask(redaction.clean(prompt), schema);
  }

  @Override
  public String keep(String name, String mediaType, byte[] bytes) {
    return context.keep(name, mediaType, bytes);
  }
}
