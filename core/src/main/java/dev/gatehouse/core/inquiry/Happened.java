package dev.gatehouse.core.inquiry;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.run.RunFold;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An event of a run's log, with its place and its time.
///
/// @param seq its number in the log of its run
/// @param pos its number in the log of its tree
public record Happened(long seq, long pos, Instant at, Event event) {

  /// {@return where a run stands after these events, nothing when they do not begin with its
  /// creation}
  static Optional<RunState> state(List<Happened> log) {
    if (log.isEmpty() || !(log.getFirst().event() instanceof RunEvent.RunCreated created)) {
      return Optional.empty();
    }
    RunState state = RunFold.start(created);
    for (Happened one : log.subList(1, log.size())) {
      state = RunFold.apply(state, one.event(), new Stamp(one.at(), one.pos()));
    }
    return Optional.of(state);
  }
}
