package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;

/// What an interceptor says of a tool call.
public sealed interface Verdict {

  /// Nothing against it.
  record Allow() implements Verdict {}

  /// It may be made, and somebody should know.
  record Warn(String message) implements Verdict {}

  /// It must not be made.
  record Deny(String message) implements Verdict {}

  /// A human decides.
  record Ask(String message) implements Verdict {}

  /// It may be made with other arguments. Interceptors that come later judge those; they are
  /// checked against the tool's schema before the call.
  record Rewrite(Json input, String message) implements Verdict {}

  /// {@return nothing against it}
  static Verdict allow() {
    return new Allow();
  }

  /// {@return a warning, for people and for the model}
  static Verdict warn(String message) {
    return new Warn(message);
  }

  /// {@return a refusal, for people and for the model}
  static Verdict deny(String message) {
    return new Deny(message);
  }

  /// {@return a question to a human, and why it is asked}
  static Verdict ask(String message) {
    return new Ask(message);
  }

  /// {@return other arguments, and why they are others}
  static Verdict rewrite(Json input, String message) {
    return new Rewrite(input, message);
  }
}
