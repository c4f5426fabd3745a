package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ToolContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A tool's surroundings that remember what was shown, asked and kept; the human answers every
/// question with the same words.
final class Stage implements ToolContext {

  final List<String> shown = new CopyOnWriteArrayList<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> kept = new CopyOnWriteArrayList<>();
  private final Reply reply;

  Stage() {
    this(Json.obj("name", Json.of("Ada")));
  }

  Stage(Json answer) {
    reply = new Reply(FlowEvent.Resolution.ANSWERED, Optional.of(answer));
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
    return "ses_1";
  }

  @Override
  public String user() {
    return "user";
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
  public void output(Stream stream, String text) {
    shown.add(text.strip());
  }

  @Override
  public void emit(Json.Obj event) {
    shown.add(event.toString());
  }

  @Override
  public Reply ask(String prompt, Json.Obj schema) {
    asked.add(prompt);
    return reply;
  }

  @Override
  public String keep(String name, String mediaType, byte[] bytes) {
    kept.add(name + " " + mediaType + " " + bytes.length);
    return "art_" + kept.size();
  }
}
