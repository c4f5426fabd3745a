package dev.gatehouse.adapters.sandbox;

/// One attempt to break out of a sandbox, and what came of it.
///
/// @param name what was tried, such as `read-host-file`
/// @param detail what was seen
public record Probe(String name, Result result, String detail) {

  /// What came of an attempt.
  public enum Result {
    /// The sandbox held.
    HELD,
    /// It did not.
    ESCAPED,
    /// It could not be tried here.
    NOT_RUN
  }
}
