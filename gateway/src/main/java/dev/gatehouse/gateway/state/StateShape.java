package dev.gatehouse.gateway.state;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.core.spi.SchemaValidator;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a state may look like: no larger than a bound, and as its schema says, if it has one.
///
/// @param schema the JSON Schema it must satisfy
public record StateShape(Optional<Json.Obj> schema, SchemaValidator schemas) {

  /// The most bytes a state may have: it stands in every prompt.
  static final int MAX_BYTES = 64 * 1024;

  /// {@return what is wrong with a state, empty when nothing is}
  Optional<String> misfit(Json.Obj state) {
    int size = JsonWriter.bytes(state).length;
    if (size > MAX_BYTES) {
      return Optional.of(
          "the state would have "
              + size
              + " bytes, of at most "
              + MAX_BYTES
              + "; keep less, or remove members by null");
    }
    return schema
        .map(it -> schemas.validate(it, state))
        .filter(findings -> !findings.isEmpty())
        .map(findings ->
            findings.stream()
                .map(finding -> "'" + finding.pointer() + "': " + finding.message())
                .collect(Collectors.joining("; ", "the state would not fit its schema: ", "")));
  }

  /// {@return what is wrong with the schema itself, empty when nothing is}
  Optional<String> flaw() {
    return schema
        .map(schemas::check)
        .filter(findings -> !findings.isEmpty())
        .map(findings ->
            findings.stream()
                .map(finding -> "'" + finding.pointer() + "': " + finding.message())
                .collect(Collectors.joining("; ")));
  }
}
