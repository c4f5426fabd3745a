package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.RunLimitsConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// One thing an agent or a workflow shall do, without anybody watching.
///
/// @param worker who shall do it, as [Worker] reads it
/// @param message what to do; may be blank
/// @param input data that goes with the message
/// @param limits how far it may go; what is empty is bounded by the worker's own limits
public record Task(String worker, String message, Optional<Json> input, RunLimitsConfig limits) {

  /// {@return the message as an agent reads it, with the data behind it}
  ///
  /// @throws AutonomousException when there is neither
  public String text() {
    if (message.isBlank() && input.isEmpty()) {
      throw new AutonomousException(
          "there is nothing to do for \""
              + worker
              + "\"; say what after its name, or give data with --input");
    }
    return input.map(data -> (message + "\n\n```json\n" + data + "\n```").strip()).orElse(message);
  }

  /// {@return what a workflow is given: the data, else the message, else an empty object}
  ///
  /// @throws AutonomousException when there are both
  public Json given() {
    if (!message.isBlank() && input.isPresent()) {
      throw new AutonomousException("a workflow is given input or a message, not both");
    }
    Json empty = Json.object().build();
    return input.orElseGet(() -> message.isBlank() ? empty : Json.of(message));
  }

  /// {@return what makes two tasks the same, so that a second process finds what the first began}
  public String digest() {
    try {
      var asked =
          Json.array(Json.of(worker), Json.of(message), input.orElse(Json.NULL)).canonical();
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
