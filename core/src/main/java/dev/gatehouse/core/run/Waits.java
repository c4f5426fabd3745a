package dev.gatehouse.core.run;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent.WaitBegan;
import dev.gatehouse.core.event.FlowEvent.WaitEnded;
import dev.gatehouse.core.event.FlowEvent.Waiter;
import dev.gatehouse.core.interpreter.NodeWait;
import dev.gatehouse.core.run.Progress.Stage;
import dev.gatehouse.core.run.RunState.Open;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what is to be recorded of waits: that a run waits for the runs beside it, or a node for an
/// answer, a signal or a time, and that it goes on. A wait that is given up has no end of its own.
final class Waits {

  private Waits() {}

  /// A wait as it is told.
  private record Told(String reason, Optional<Instant> until, Optional<Waiter> node) {

    static Told of(NodeWait wait) {
      return new Told(
          wait.reason(), wait.until(), Optional.of(new Waiter(wait.path(), wait.attempt())));
    }
  }

  /// {@return the beginnings of the waits that were just decided}
  static List<Event> began(RunState state, List<ActionRef> decided) {
    List<Event> events = new ArrayList<>();
    for (ActionRef ref : decided) {
      told(state, ref)
          .filter(_ -> !isSaid(state, ref))
          .ifPresent(it -> events.add(new WaitBegan(ref, it.reason(), it.until(), it.node())));
    }
    return events;
  }

  /// {@return the ends of the waits of a state that are over in a later one}
  static List<Event> ended(RunState before, RunState state, Instant at) {
    List<Event> events = new ArrayList<>();
    if (state.control().ending().isPresent()) {
      return events;
    }
    for (Open open : before.open().values()) {
      if (open.ref().passive() && isOver(state, open.ref())) {
        told(before, open.ref())
            .ifPresent(it ->
                events.add(
                    new WaitEnded(
                        open.ref(),
                        it.reason(),
                        Duration.between(open.since(), at).toMillis(),
                        it.node())));
      }
    }
    return events;
  }

  private static Optional<Told> told(RunState state, ActionRef ref) {
    if (ref.waitsForChildren()) {
      return state.progress().stage() instanceof Stage.Gather
          ? Optional.of(new Told("child", Optional.empty(), Optional.empty()))
          : Optional.empty();
    }
    return state.flow().flatMap(flow -> NodeWait.of(flow, ref)).map(Told::of);
  }

  /// That a node is tried again later is recorded with its failure.
  private static boolean isSaid(RunState state, ActionRef ref) {
    return state.flow().filter(flow -> NodeWait.isPause(flow, ref)).isPresent();
  }

  private static boolean isOver(RunState state, ActionRef ref) {
    return ref.waitsForChildren()
        ? !(state.progress().stage() instanceof Stage.Gather)
        : state.flow().filter(flow -> NodeWait.isOver(flow, ref)).isPresent();
  }
}
