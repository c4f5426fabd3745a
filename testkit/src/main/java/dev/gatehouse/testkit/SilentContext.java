package dev.gatehouse.testkit;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ToolContext;

/// What a tool sees when it is called by itself in a test: nobody listens, nobody answers, and
/// nothing is kept.
///
/// @param idempotencyKey of the call
/// @param cancel never comes unless the test makes it
public record SilentContext(String idempotencyKey, CancelSignal cancel) implements ToolContext {

  /// A first call that nobody cancels.
  public static SilentContext first() {
    return new SilentContext("run_1:call_1", CancelSignal.NEVER);
  }

  @Override
  public String callId() {
    return "call_1";
  }

  @Override
  public String runId() {
    return "run_1";
  }

  @Override
  public String sessionId() {
    return "sess_1";
  }

  @Override
  public String user() {
    return "ann";
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public void output(Stream stream, String text) {}

  @Override
  public void emit(Json.Obj event) {}

  @Override
  public Reply ask(String prompt, Json.Obj schema) {
    throw new UnsupportedOperationException("nobody answers in this test");
  }

  @Override
  public String keep(String name, String mediaType, byte[] bytes) {
    throw new UnsupportedOperationException("nothing is kept in this test");
  }
}
