package dev.gatehouse.protocols.http;

/// What becomes of a run when the client that started it goes away.
public enum OnDisconnect {
  /// It goes on; the client may come back for the rest.
  CONTINUE,
  /// It is cancelled.
  CANCEL
}
