package dev.gatehouse.core.workflow;

import dev.gatehouse.core.json.Json;

/// A JSON value whose strings are templates.
///
/// @param source the value as it was written
public record JsonTemplate(Json source) {

  /// {@return the value with its templates filled in}
  public Json value(Json.Obj scope) {
    return source;
  }
}
