package dev.gatehouse.core.run;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.run.Decision.Rejected;
import dev.gatehouse.core.run.RunState.Open;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The run as one machine: an input goes in, the new state and what is to be recorded and begun come out.
///
///     input → decide → fold → settle, until nothing follows → next → the difference to what is open
///
/// The difference is recorded as [FlowEvent.Decided], so that nobody ever has to compute it again.
///
/// @param next what should be in flight; always [Next#of] but where a test plays a later release
public record RunMachine(Function<RunState, Map<String, Action>> next) {

  /// The machine of this release.
  public static final RunMachine STANDARD = new RunMachine(Next::of);

  /// More conclusions in a row than any state can lead to; one more is a mistake in the machine.
  private static final int MAX_CONCLUSIONS = 64;

  /// The same for a workflow, whose nodes may follow from each other without any effect between.
  private static final int MAX_NODE_CONCLUSIONS = 8 * FlowState.MAX_BEGUN;

  /// What came of an input.
  ///
  /// @param state the state afterwards
  /// @param events what is to be recorded, in order
  /// @param start the actions to begin once that is durable
  /// @param drop the actions to stop
  public record Step(
      RunState state, List<Event> events, List<Action> start, List<ActionRef> drop) {}

  /// Either a step or a refusal.
  public sealed interface Result {

    /// The input counts.
    record Stepped(Step step) implements Result {}

    /// The input does not count.
    record Refused(Rejected why) implements Result {}
  }

  /// The first step of a run: it exists and waits for its turn, or for its time.
  public Step create(RunSpec spec) {
    RunEvent.RunCreated created = new RunEvent.RunCreated(spec);
    RunState state = RunFold.start(created);
    List<Event> events = new ArrayList<>(List.of(created));
    return decided(state, state, events, new Stamp(spec.request().created(), 0));
  }

  /// Feeds an input to the run.
  ///
  /// @param stamp the time, and the place the next event will have in the log of the tree
  public Result step(RunState before, RunInput input, Stamp stamp) {
    return switch (RunDecide.on(before, input, stamp.at())) {
      case Decision.Rejected why -> new Result.Refused(why);
      case Decision.Accepted accepted ->
          new Result.Stepped(follow(before, accepted.events(), stamp));
    };
  }

  private Step follow(RunState before, List<Event> decided, Stamp stamp) {
    List<Event> events = new ArrayList<>();
    RunState state = before;
    Stamp place = stamp;
    List<Event> more = decided;
    for (int round = 0; !more.isEmpty(); round++) {
      if (round > (state.flow().isPresent() ? MAX_NODE_CONCLUSIONS : MAX_CONCLUSIONS)) {
        throw new IllegalStateException(
            "run '" + before.spec().id() + "' concludes without end: " + more);
      }
      for (Event event : more) {
        state = RunFold.apply(state, event, place);
        events.add(event);
        place = place.next();
      }
      if (round == 0) {
        List<Event> over = Waits.ended(before, state, stamp.at());
        events.addAll(over);
        place = new Stamp(place.at(), place.pos() + over.size());
      }
      more = Settle.of(state);
    }
    return decided(before, state, events, place);
  }

  private Step decided(RunState before, RunState state, List<Event> events, Stamp place) {
    if (state.ended()) {
      return new Step(state, List.copyOf(events), List.of(), leftWaiting(before));
    }
    FlowEvent.Decided decision = decision(state);
    if (decision.start().isEmpty() && decision.drop().isEmpty()) {
      return new Step(state, List.copyOf(events), List.of(), List.of());
    }
    events.add(decision);
    Map<String, Action> wanted = next.apply(state);
    List<Action> start =
        wanted.values().stream().filter(one -> decision.start().contains(one.ref())).toList();
    RunState after = RunFold.apply(state, decision, place);
    events.addAll(Waits.began(after, decision.start()));
    return new Step(after, List.copyOf(events), start, decision.drop());
  }

  /// {@return the difference between what should be in flight and what is}
  public FlowEvent.Decided decision(RunState state) {
    Map<String, Action> wanted = next.apply(state);
    List<ActionRef> start = new ArrayList<>();
    for (Action action : wanted.values()) {
      Open open = state.open().get(action.ref().id());
      boolean replaces = open != null && open.ref().passive() && !open.ref().equals(action.ref());
      if (open == null || replaces) {
        start.add(action.ref());
      }
    }
    List<ActionRef> drop = new ArrayList<>();
    for (Open open : state.open().values()) {
      Action action = wanted.get(open.ref().id());
      boolean unwanted = action == null || !action.ref().equals(open.ref());
      if (unwanted && isLive(open)) {
        drop.add(open.ref());
      }
    }
    return new FlowEvent.Decided(start, drop);
  }

  /// The end of a run is the end of whatever only waits, on which no decision is recorded.
  private static List<ActionRef> leftWaiting(RunState before) {
    return before.open().values().stream().map(Open::ref).filter(ActionRef::passive).toList();
  }

  private static boolean isLive(Open open) {
    return open.mark() == RunState.Mark.DECIDED || open.mark() == RunState.Mark.DISPATCHED;
  }
}
