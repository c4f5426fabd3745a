package dev.gatehouse.core.run;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import java.util.Optional;

/// Reads the JSON out of a model's answer. Models like to wrap it in a Markdown fence; nothing else
/// is forgiven.
public final class StructuredAnswer {

  private static final String FENCE = "```";

  private StructuredAnswer() {}

  /// {@return the JSON value the text consists of, or nothing when it is not JSON}
  public static Optional<Json> of(String text) {
    try {
      return Optional.of(Json.parse(unfenced(text.strip())));
    } catch (JsonException notJson) {
      return Optional.empty();
    }
  }

  private static String unfenced(String text) {
    int lineEnd = text.indexOf('\n');
    boolean fenced = text.startsWith(FENCE) && text.endsWith(FENCE) && lineEnd > 0;
    return fenced && text.length() > lineEnd + FENCE.length()
        ? text.substring(lineEnd + 1, text.length() - FENCE.length()).strip()
        : text;
  }
}
