package dev.gatehouse.core.tool;

/// What calling a tool does to the world. It decides what may happen when the outcome of a call is
/// unknown.
public enum Effect {
  /// It changes nothing.
  READ,
  /// It changes something that can be put right.
  WRITE,
  /// It changes something for good: a payment, a mail.
  IRREVERSIBLE
}
