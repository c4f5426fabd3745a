package dev.gatehouse.core.spi;

import dev.gatehouse.core.json.Json;
import java.util.List;

/// Judges JSON by JSON Schema (draft 2020-12 unless the schema names another).
public interface SchemaValidator {

  /// {@return what is wrong with the value, empty when nothing is; at most 20 findings}
  List<Violation> validate(Json schema, Json value);

  /// {@return what is wrong with the schema itself, empty when nothing is}
  List<Violation> check(Json schema);

  /// One thing that is wrong.
  ///
  /// @param pointer a JSON Pointer to the place, empty for the whole value
  /// @param message a sentence for people and models
  record Violation(String pointer, String message) {}
}
