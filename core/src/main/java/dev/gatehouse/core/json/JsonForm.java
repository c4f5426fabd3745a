package dev.gatehouse.core.json;

import java.util.Optional;
import java.util.function.Function;

/// How a type that is no record of its own looks as JSON within a codec.
///
/// @param expected what is expected there, for errors: `an expression`
/// @param read answers empty for JSON of another kind
public record JsonForm<T>(
    Class<T> type, String expected, Function<T, Json> write, Function<Json, Optional<T>> read) {

  Shape<T> shape() {
    return new ScalarShape<>(expected, write, read);
  }
}
