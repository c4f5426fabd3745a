package dev.gatehouse.core.tool;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import java.util.List;

/// How a tool call ended.
public sealed interface ToolOutcome {

  /// It worked.
  ///
  /// @param value the result, as the model and the client read it
  /// @param images pictures that go with it
  record Ok(Json value, List<Content.Image> images) implements ToolOutcome {

    /// Copies the pictures.
    public Ok {
      images = List.copyOf(images);
    }
  }

  /// It did not.
  record Failed(Failure failure) implements ToolOutcome {}

  /// A result without pictures.
  static ToolOutcome ok(Json value) {
    return new Ok(value, List.of());
  }

  /// A failure of the tool itself, told to the model in its own words.
  static ToolOutcome error(String message) {
    return new Failed(Failure.of(Failure.Code.TOOL_ERROR, message));
  }
}
