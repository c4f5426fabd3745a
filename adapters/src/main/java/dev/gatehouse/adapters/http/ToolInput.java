package dev.gatehouse.adapters.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.message.Content;
import java.util.Optional;

/// Reads the arguments a model wrote for a tool.
public final class ToolInput {

  private ToolInput() {}

  /// {@return the call, marked as malformed when the arguments are not a JSON object; no text at
  /// all means no arguments}
  public static Content.ToolUse use(String id, String name, String arguments) {
    if (arguments.isBlank()) {
      return new Content.ToolUse(id, name, Json.object().build(), Optional.empty());
    }
    try {
      Json input = Json.parse(arguments);
      if (input instanceof Json.Obj) {
        return new Content.ToolUse(id, name, input, Optional.empty());
      }
    } catch (JsonException e) {
      // What could not be read goes back to the model as it is; the code that judges the call says
      // so.
      return malformed(id, name, arguments);
    }
    return malformed(id, name, arguments);
  }

  private static Content.ToolUse malformed(String id, String name, String arguments) {
    return new Content.ToolUse(id, name, Json.object().build(), Optional.of(arguments));
  }
}
