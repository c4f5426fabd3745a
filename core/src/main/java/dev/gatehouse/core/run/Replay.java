package dev.gatehouse.core.run;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.UndoEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides a run of the log anew, and compares: what followed from each state must follow from it
/// now.
///
/// Inputs stand in the log as what they led to, and are taken as they are. What is compared is what
/// was concluded from a state by itself ([Settle]) and what was decided to be in flight
/// ([RunMachine#decision]). An input may be recorded as several events, between which nothing is
/// concluded yet; so that something new is concluded shows at the next decision.
public final class Replay {

  private final RunMachine machine;

  /// Decides by this machine; [RunMachine#STANDARD] is that of this build.
  public Replay(RunMachine machine) {
    this.machine = machine;
  }

  /// An event of a run's log.
  ///
  /// @param stamp when and where it was recorded
  public record Logged(long seq, Stamp stamp, Event event) {}

  /// The first thing that is not decided now as it was then.
  ///
  /// @param seq the event at which it shows
  public record Divergence(long seq, String recorded, String now) {}

  /// {@return the first difference; empty when everything is decided as it was}
  ///
  /// @param log all events of one run, in order
  /// @throws IllegalArgumentException when the log does not begin with the run's creation
  public Optional<Divergence> first(List<Logged> log) {
    if (log.isEmpty() || !(log.getFirst().event() instanceof RunEvent.RunCreated created)) {
      throw new IllegalArgumentException("the log of a run begins with its creation");
    }
    RunState state = RunFold.start(created);
    int at = 1;
    while (at < log.size()) {
      List<Event> concluded = Settle.of(state);
      int count = matches(log, at, concluded) ? concluded.size() : 0;
      if (count == 0) {
        Optional<Divergence> difference = compared(state, log.get(at), concluded);
        if (difference.isPresent()) {
          return difference;
        }
        count = 1;
      }
      for (Logged one : log.subList(at, at + count)) {
        state = RunFold.apply(state, one.event(), one.stamp());
      }
      at += count;
    }
    return unfinished(log.getLast(), Settle.of(state));
  }

  private static boolean matches(List<Logged> log, int at, List<Event> concluded) {
    if (concluded.isEmpty() || at + concluded.size() > log.size()) {
      return false;
    }
    List<Event> recorded = new ArrayList<>();
    log.subList(at, at + concluded.size()).forEach(one -> recorded.add(one.event()));
    return recorded.equals(concluded);
  }

  private Optional<Divergence> compared(RunState state, Logged next, List<Event> concluded) {
    if (next.event() instanceof FlowEvent.Decided recorded) {
      if (!concluded.isEmpty()) {
        return different(next, concluded);
      }
      FlowEvent.Decided now = machine.decision(state);
      return now.equals(recorded) ? Optional.empty() : different(next, List.of(now));
    }
    return isConclusion(next.event()) ? different(next, concluded) : Optional.empty();
  }

  private static Optional<Divergence> unfinished(Logged last, List<Event> concluded) {
    return concluded.isEmpty()
        ? Optional.empty()
        : Optional.of(new Divergence(last.seq() + 1, "nothing", named(concluded)));
  }

  private static Optional<Divergence> different(Logged recorded, List<Event> now) {
    return Optional.of(
        new Divergence(
            recorded.seq(),
            named(List.of(recorded.event())),
            now.isEmpty() ? "nothing" : named(now)));
  }

  private static String named(List<Event> events) {
    return events.stream()
        .map(event -> Event.CODEC.encode(event).toString())
        .reduce((one, other) -> one + " " + other)
        .orElse("nothing");
  }

  /// Whether no input ever is recorded as such an event.
  private static boolean isConclusion(Event event) {
    return switch (event) {
      case RunEvent.TurnEnded _,
          RunEvent.RunCompleted _,
          RunEvent.RunCancelled _,
          RunEvent.RunFailed _,
          UndoEvent.UndoEnded _,
          NodeEvent.NodeStarted _,
          NodeEvent.NodeRetryPlanned _,
          NodeEvent.NodeFellBack _,
          NodeEvent.NodeFinished _,
          NodeEvent.ItemsListed _,
          NodeEvent.LoopIterated _,
          NodeEvent.PlanMade _,
          NodeEvent.TaskClaimed _,
          NodeEvent.FlowTerminated _ ->
          true;
      default -> false;
    };
  }
}
