package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;

/// Has a say in the sessions that ticks open. Whoever throws a
/// [dev.gatehouse.core.GatehouseException] refuses the session, and the tick fails with its
/// message.
///
/// After a crash both methods may be called again for a session.
public interface Reception {

  /// Everybody may come in, as they are.
  Reception OPEN = new Reception() {};

  /// {@return the session as it is to be opened}
  default SessionCreated arriving(SessionCreated wanted) throws InterruptedException {
    return wanted;
  }

  /// A session was opened. Refusing it ends it again.
  default void opened(SessionCreated session) throws InterruptedException {}
}
