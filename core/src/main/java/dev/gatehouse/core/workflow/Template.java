package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;

/// A text with values in it, such as `Summarise {{ steps.fetch.output }} for {{ input.reader }}`.
///
/// @param source the text as it was written
public record Template(String source) {

  /// {@return what it yields: the value itself when it is one template and nothing else, a text
  /// otherwise}
  public Json value(Json.Obj scope) {
    return Json.of(source);
  }

  /// {@return the text it yields; values that are no text as JSON}
  public String text(Json.Obj scope) {
    return source;
  }

  @Override
  public String toString() {
    return source;
  }
}
