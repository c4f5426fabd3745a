package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ToolContext;
import java.util.Map;
import java.util.TreeMap;

/// Keeps what a tool shows and makes.
final class RecordingContext implements ToolContext {

  private final String session;
  private final StringBuilder shown = new StringBuilder();
  private final Map<String, byte[]> kept = new TreeMap<>();

  RecordingContext(String session) {
    this.session = session;
  }

  synchronized String shown() {
    return shown.toString();
  }

  Map<String, byte[]> kept() {
    return kept;
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
    return session;
  }

  @Override
  public String user() {
    return "ann";
  }

  @Override
  public String idempotencyKey() {
    return "run_1:call_1";
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public CancelSignal cancel() {
    return CancelSignal.NEVER;
  }

  @Override
  public synchronized void output(Stream stream, String text) {
    shown.append(text);
  }

  @Override
  public void emit(Json.Obj event) {
    throw new UnsupportedOperationException("programs have no events");
  }

  @Override
  public Reply ask(String prompt, Json.Obj schema) {
    throw new UnsupportedOperationException("programs ask nothing");
  }

  @Override
  public String keep(String name, String mediaType, byte[] bytes) {
    kept.put(name, bytes);
    return "art_" + kept.size();
  }
}
