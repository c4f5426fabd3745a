package dev.gatehouse.core.spi;

import dev.gatehouse.core.json.Json;

/// A rule of one's own for how a write joins what is there in the shared state of a workflow.
///
/// It is asked once for each write, and what it says is recorded, so that neither a replay nor a
/// restart asks it again. Several threads may ask at a time.
public interface Merge {

  /// {@return what is there after a write}
  ///
  /// @param old what was there; `null` as JSON when nothing was
  /// @param value what is written
  Json merge(Json old, Json value);
}
