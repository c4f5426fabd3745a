package dev.gatehouse.core.message;

/// Who said a message.
public enum Role {
  /// The person, or the program that acts for one.
  USER,
  /// The model.
  ASSISTANT,
  /// The gateway, which hands back the results of tool calls.
  TOOL
}
