package dev.gatehouse.core.policy;

/// What a rule does to a call that breaks it, the mildest first.
public enum Reaction {
  WARN,
  ASK,
  DENY;

  /// {@return the verdict}
  public Verdict to(String message) {
    return switch (this) {
      case WARN -> Verdict.warn(message);
      case ASK -> Verdict.ask(message);
      case DENY -> Verdict.deny(message);
    };
  }
}
