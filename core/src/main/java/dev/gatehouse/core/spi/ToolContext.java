package dev.gatehouse.core.spi;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

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

  /// {@return the name of the agent that makes the call; empty when none does}
  default String agent() {
    return "";
  }

  /// {@return whether the run has read what strangers may have written}
  default boolean tainted() {
    return false;
  }

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

  /// Asks the human the run serves, and waits for the answer on the calling thread. The question
  /// stands in the run's log and in the inbox; the tool's time limit counts on meanwhile.
  ///
  /// @param prompt what is asked, in a sentence
  /// @param schema the JSON Schema the answer must satisfy
  /// @throws InterruptedException when the call was told to stop
  Reply ask(String prompt, Json.Obj schema) throws InterruptedException;

  /// Keeps a file that the call made, within the session. Clients fetch it from `/artifacts/{id}`,
  /// and a model reads a large text piece by piece with the tool `read_artifact`.
  ///
  /// @param name a file name without folders
  /// @param mediaType such as `text/csv`
  /// @return its id, `art_…`
  String keep(String name, String mediaType, byte[] bytes);

  /// What a human said to a question.
  ///
  /// @param resolution whether it was answered at all
  /// @param value the answer, which satisfies the schema; empty when there is none
  record Reply(FlowEvent.Resolution resolution, Optional<Json> value) {}

  /// Where a piece of output belongs.
  enum Stream {
    STDOUT,
    STDERR,
    PROGRESS
  }
}
