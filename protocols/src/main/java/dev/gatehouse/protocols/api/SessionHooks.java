package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;

/// Hears of sessions.
public interface SessionHooks {

  /// A session was created. An exception ends it again, and refuses whoever wanted it.
  default void created(SessionCreated session) throws Exception {}

  /// A session is over. An exception is logged and changes nothing.
  default void expired(SessionCreated session) throws Exception {}
}
