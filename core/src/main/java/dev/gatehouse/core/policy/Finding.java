package dev.gatehouse.core.policy;

import java.util.Locale;

/// What one interceptor had to say of a call that it did not simply allow.
///
/// @param code the interceptor's code; `interceptor_error` when it failed
/// @param message a sentence for people and for the model
public record Finding(String code, Action action, String message) {

  /// What an interceptor did.
  public enum Action {
    WARN,
    DENY,
    ASK,
    REWRITE;

    /// {@return the action as the wire spells it}
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
