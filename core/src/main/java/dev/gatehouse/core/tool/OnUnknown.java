package dev.gatehouse.core.tool;

/// What to do with a call that was dispatched and whose outcome a crash swallowed.
public enum OnUnknown {
  /// Call again, with the same idempotency key.
  RERUN,
  /// Ask the tool's probe whether the call took effect.
  PROBE,
  /// Ask a human; a run nobody watches treats it as [#FAIL].
  ASK,
  /// Tell the model that the outcome is unknown.
  FAIL
}
