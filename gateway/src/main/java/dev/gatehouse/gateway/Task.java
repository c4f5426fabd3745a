package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.RunLimitsConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// One thing an agent shall do, without anybody watching.
///
/// @param agent who shall do it
/// @param message what to do
/// @param input data that goes with the message
/// @param limits how far it may go; what is empty is bounded by the agent's own limits
public record Task(String agent, String message, Optional<Json> input, RunLimitsConfig limits) {

  /// {@return the message as the agent reads it, with the data behind it}
  public String text() {
    return input.map(data -> (message + "\n\n```json\n" + data + "\n```").strip()).orElse(message);
  }

  /// {@return what makes two tasks the same, so that a second process finds what the first began}
  public String digest() {
    try {
      var asked = Json.array(Json.of(agent), Json.of(message), input.orElse(Json.NULL)).canonical();
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(asked.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
