package dev.gatehouse.protocols.http;

/// Whether requests must name the user they are for.
public enum UserCheck {
  /// What a request says of its user is not looked at: the token counts.
  BY_TOKEN,
  /// A request without the user, or with another than its token is for, is refused.
  STRICT
}
