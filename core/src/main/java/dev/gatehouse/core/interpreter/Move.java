package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.json.Json;
import java.util.List;

/// What a node with others in it does next.
sealed interface Move {

  /// It waits for those in it.
  Move WAIT = new On(List.of());

  /// It goes on so.
  record On(List<Event> events) implements Move {
    public On {
      events = List.copyOf(events);
    }
  }

  /// It is done: what is still at work in it is not needed any more.
  record Done(NodeOutcome outcome) implements Move {}

  static Move on(Event... events) {
    return new On(List.of(events));
  }

  static Move yielding(Json output) {
    return new Done(new NodeOutcome.Yielded(output));
  }

  static Move broken(Failure failure) {
    return new Done(new NodeOutcome.Broken(failure));
  }
}
