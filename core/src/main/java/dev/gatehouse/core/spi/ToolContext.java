package dev.gatehouse.core.spi;

import dev.gatehouse.core.json.Json;

/// What a tool may know and do while it runs.
public interface ToolContext {

  /// {@return the id of this call, unique in the run}
  String callId();

  /// {@return the run it serves}
  String runId();

  /// {@return the session the run belongs to}
  String sessionId();

  /// {@return the user on whose behalf the agent acts}
  String user();

  /// {@return the key under which the effect must happen at most once; the same for every attempt
  /// of this call}
  String idempotencyKey();

  /// {@return the number of this attempt, from 1}
  int attempt();

  /// {@return the signal that ends the call: cancel, timeout or shutdown; the calling thread is
  /// interrupted too}
  CancelSignal cancel();

  /// Shows a piece of output while the call runs, as a `tool_output_chunk`.
  void output(Stream stream, String text);

  /// Sends an event of the tool's own on the run's stream. Its `type` must contain a dot
  /// (`orders.progress`), so that it never collides with the gateway's.
  void emit(Json.Obj event);

  /// Where a piece of output belongs.
  enum Stream {
    STDOUT,
    STDERR,
    PROGRESS
  }
}
