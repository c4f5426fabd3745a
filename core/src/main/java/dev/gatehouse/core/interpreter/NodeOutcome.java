package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

/// What an attempt at a node has brought.
public sealed interface NodeOutcome {

  /// Something.
  record Yielded(Json output) implements NodeOutcome {}

  /// A failure.
  record Broken(Failure failure) implements NodeOutcome {}

  /// {@return what it yields, when it yields something}
  default Optional<Json> yielded() {
    return this instanceof Yielded(Json output) ? Optional.of(output) : Optional.empty();
  }

  /// {@return why it failed, when it did}
  default Optional<Failure> broken() {
    return this instanceof Broken(Failure failure) ? Optional.of(failure) : Optional.empty();
  }
}
