package dev.gatehouse.core.message;

import java.util.Locale;

/// Why a model turn, or a whole run, stopped. The first group comes from models, the second from
/// the gateway's limits.
public enum StopReason {
  END_TURN,
  TOOL_USE,
  MAX_TOKENS,
  REFUSAL,
  CONTENT_FILTER,
  STOP_SEQUENCE,

  MAX_TURNS,
  BUDGET,
  TIME,
  DEPTH;

  /// {@return the reason as the wire spells it}
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// {@return whether the model said all it wanted to say}
  public boolean isWhole() {
    return this == END_TURN || this == STOP_SEQUENCE;
  }

  /// {@return whether a run that stopped so may be continued with higher limits}
  public boolean isLimit() {
    return this == MAX_TURNS || this == BUDGET || this == TIME || this == DEPTH;
  }
}
