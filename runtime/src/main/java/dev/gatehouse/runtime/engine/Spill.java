package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.runtime.artifact.Artifact;
import dev.gatehouse.runtime.artifact.Artifacts;
import dev.gatehouse.runtime.artifact.FileLabel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What of a result goes to the log: all of it, or its start when it is too large. The whole of a
/// large one becomes an artifact then.
///
/// @param shown what the model and the client see
/// @param artifact the id of the whole
record Spill(ToolOutcome shown, Optional<String> artifact) {

  /// A larger result becomes an artifact.
  static final int MAX_RESULT_BYTES = 256 * 1024;

  private static final int SHOWN_UNITS = 60_000;

  static Spill of(ToolOutcome outcome, String tool, String session, Artifacts artifacts) {
    if (!(outcome instanceof ToolOutcome.Ok ok)) {
      return new Spill(outcome, Optional.empty());
    }
    boolean plain = ok.value() instanceof Json.Str;
    byte[] bytes =
        ok.value() instanceof Json.Str(String text)
            ? text.getBytes(StandardCharsets.UTF_8)
            : JsonWriter.bytes(ok.value());
    if (bytes.length <= MAX_RESULT_BYTES) {
      return new Spill(outcome, Optional.empty());
    }
    FileLabel label =
        new FileLabel(
            tool.replaceAll("[^A-Za-z0-9_.-]", "_") + (plain ? ".txt" : ".json"),
            plain ? "text/plain" : "application/json");
    String start = start(new String(bytes, StandardCharsets.UTF_8));
    try {
      Artifact whole = artifacts.keep(session, label, bytes);
      String rest =
          "\n[cut: the whole result has %s bytes; read on with %s {\"id\": \"%s\", \"offset\": %s}]"
              .formatted(
                  bytes.length,
                  ReadArtifact.NAME,
                  whole.id(),
                  start.getBytes(StandardCharsets.UTF_8).length);
      return new Spill(
          new ToolOutcome.Ok(Json.of(start + rest), ok.images()), Optional.of(whole.id()));
    } catch (GatehouseException unkept) {
      String rest =
          "\n[cut: the whole result has %s bytes and could not be kept: %s]"
              .formatted(bytes.length, unkept.getMessage());
      return new Spill(new ToolOutcome.Ok(Json.of(start + rest), ok.images()), Optional.empty());
    }
  }

  /// Never half a character.
  private static String start(String text) {
    int end = Math.min(SHOWN_UNITS, text.length());
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }
}
