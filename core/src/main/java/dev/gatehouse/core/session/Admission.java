package dev.gatehouse.core.session;

import dev.gatehouse.core.session.SessionState.Life;

/// What becomes of a new run in a session where others may be busy.
public sealed interface Admission {

  /// It has the floor at once.
  record Start() implements Admission {}

  /// It waits at the end of the queue.
  record Enqueue() implements Admission {}

  /// The run that has the floor is cancelled, and the new one goes next.
  record Interrupt(String active) implements Admission {}

  /// There is no new run: its message joins the one that has the floor.
  record Steer(String active) implements Admission {}

  /// It is turned away because another run has the floor.
  record Busy(String active) implements Admission {}

  /// It is turned away because too many wait.
  record Full(int waiting) implements Admission {}

  /// It is turned away because the session is over.
  record Gone() implements Admission {}

  /// {@return what becomes of a new run}
  static Admission of(SessionState state, WhenBusy whenBusy) {
    if (state.life() == Life.ENDED) {
      return new Gone();
    }
    if (state.active().isEmpty()) {
      return new Start();
    }
    String active = state.active().get();
    int waiting = state.queue().size();
    boolean full = waiting >= SessionState.MAX_QUEUE;
    return switch (whenBusy) {
      case REJECT -> new Busy(active);
      case STEER -> new Steer(active);
      case INTERRUPT -> full ? new Full(waiting) : new Interrupt(active);
      case ENQUEUE -> full ? new Full(waiting) : new Enqueue();
    };
  }

  /// What a client wants when its session is busy.
  enum WhenBusy {
    REJECT,
    ENQUEUE,
    INTERRUPT,
    STEER
  }
}
