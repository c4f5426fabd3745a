package dev.gatehouse.core.run;

import dev.gatehouse.core.event.Event;
import java.util.List;

/// The answer to an input: what is recorded, or why nothing is.
public sealed interface Decision {

  /// It counts, and this is what happened by it.
  record Accepted(List<Event> events) implements Decision {

    /// Copies the events.
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /// It does not count, and nothing happened.
  record Rejected(Reason reason, String message) implements Decision {}

  /// Accepts with these events.
  static Decision accept(Event... events) {
    return new Accepted(List.of(events));
  }

  /// Rejects with a sentence.
  static Decision reject(Reason reason, String message) {
    return new Rejected(reason, message);
  }

  /// Why an input does not count.
  enum Reason {
    /// The thing it speaks of is not there.
    NOT_FOUND,
    /// Somebody was first.
    ALREADY_DONE,
    /// The run has ended.
    RUN_ENDED,
    /// It is not of the right kind or shape.
    INVALID,
    /// Whoever says it may not.
    FORBIDDEN,
    /// Its time is over.
    EXPIRED,
    /// It is the result of an attempt nobody waits for any more.
    STALE
  }
}
