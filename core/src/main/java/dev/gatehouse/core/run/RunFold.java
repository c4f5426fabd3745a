package dev.gatehouse.core.run;

import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.interpreter.NodeFold;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.Progress.Stage;
import dev.gatehouse.core.run.RunState.Control;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Hold;
import dev.gatehouse.core.run.RunState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Derives a run's state from its events, one at a time.
///
/// The fold believes every event: whether something may happen was settled by [RunDecide] before it
/// was recorded. It is total and pure, so any prefix of a log gives a state.
public final class RunFold {

  private RunFold() {}

  /// The state of a run whose first event is its creation.
  public static RunState start(RunEvent.RunCreated created) {
    return RunState.of(created.spec());
  }

  /// {@return the state after one more event}
  ///
  /// @param stamp when and where the event was recorded
  public static RunState apply(RunState state, Event event, Stamp stamp) {
    RunState next = folded(state, event, stamp);
    return next.flow().isPresent()
        ? next.with(NodeFold.apply(next.flow().get(), event, stamp.at()))
        : next;
  }

  private static RunState folded(RunState state, Event event, Stamp stamp) {
    return switch (event) {
      case RunEvent run -> run(state, run, stamp);
      case ModelEvent model -> ModelFold.apply(state, model, stamp);
      case ToolEvent tool -> ToolFold.apply(state, tool);
      case ApprovalEvent approval -> ApprovalFold.apply(state, approval);
      case FlowEvent flow -> FlowFold.apply(state, flow, stamp.at());
      case NodeEvent node -> NodeActions.apply(state, node);
      case UndoEvent undo -> UndoFold.apply(state, undo);
      case SessionEvent _ -> state;
    };
  }

  private static RunState run(RunState state, RunEvent event, Stamp stamp) {
    Control control = state.control();
    return switch (event) {
      case RunEvent.RunCreated created -> start(created);
      case RunEvent.RunStarted started -> started(state, started, stamp);
      case RunEvent.ChildStarted began -> ChildDecide.started(state, began);
      case RunEvent.ChildEnded done -> ChildDecide.ended(state, done);
      case RunEvent.TurnEnded _ -> state.with(state.progress().reported().saidUpTo(stamp.pos()));
      case RunEvent.RunSteered steered -> steered(state, steered);
      case RunEvent.RunPaused _ -> state.with(control.held(Hold.PAUSED));
      case RunEvent.RunResumed resumed -> resumed(state, resumed.limits(), stamp);
      case RunEvent.CancelRequested wish ->
          state.with(control.ending(new Ending.Cancelled(wish.reason(), wish.by())));
      case RunEvent.LimitReached reached ->
          state.with(control.ending(new Ending.Limited(reached.limit())));
      case RunEvent.RunCompleted done -> ended(state, completed(done));
      case RunEvent.RunCancelled stopped ->
          ended(state, new Ending.Cancelled(stopped.reason(), stopped.by()));
      case RunEvent.RunBroke broke ->
          state.with(
              control
                  .withoutEnding()
                  .ending(new Ending.Failed(broke.failure(), broke.discardFrom())));
      case RunEvent.RunFailed failed ->
          ended(state, new Ending.Failed(failed.failure(), failed.discardFrom()));
    };
  }

  private static Ending completed(RunEvent.RunCompleted done) {
    return done.stop().isLimit()
        ? new Ending.Limited(done.stop())
        : new Ending.Completed(done.stop());
  }

  private static RunState started(RunState state, RunEvent.RunStarted started, Stamp stamp) {
    Control control = state.control();
    Instant at = stamp.at();
    return state
        .with(new Control(Phase.RUNNING, control.ending(), control.limits(), at, 0, control.hold()))
        .with(heard(state.talk().after(started.branch(), started.history()), started))
        .with(state.progress().saidUpTo(stamp.pos()));
  }

  private static Talk heard(Talk talk, RunEvent.RunStarted started) {
    return started.tainted() ? talk.tainting() : talk;
  }

  private static RunState steered(RunState state, RunEvent.RunSteered steered) {
    List<Message> waiting = new ArrayList<>(state.talk().steered());
    waiting.addAll(steered.messages());
    Talk talk = state.talk().hearing(List.copyOf(waiting));
    return ChildDecide.goOn(state.with(steered.tainted() ? talk.tainting() : talk));
  }

  /// A pause ends, or a run that stopped at a limit goes on where it stopped, and may fail as often
  /// as at first.
  private static RunState resumed(RunState state, RunLimits limits, Stamp stamp) {
    Control old = state.control();
    int resumptions = old.resumptions() + 1;
    if (!state.ended()) {
      return state.with(
          new Control(old.phase(), old.ending(), limits, old.since(), resumptions, Hold.FREE));
    }
    RunState live =
        state
            .with(
                new Control(
                    Phase.RUNNING, Optional.empty(), limits, stamp.at(), resumptions, Hold.FREE))
            .with(state.progress().failing(0, Optional.empty()));
    return live.progress().stage() instanceof Stage.Rest
        ? nextTurn(live.with(live.progress().saidUpTo(stamp.pos())))
        : live;
  }

  private static RunState ended(RunState state, Ending ending) {
    Control control = state.control();
    return state
        .with(
            new Control(
                Phase.ENDED,
                Optional.of(ending),
                control.limits(),
                control.since(),
                control.resumptions(),
                control.hold()))
        .withOpen(Map.of())
        .withQuestions(Map.of());
  }

  /// Enters the next turn: what was steered in joins the conversation now, after all tool results.
  static RunState nextTurn(RunState state) {
    Talk talk = state.talk();
    List<Message> all = new ArrayList<>(talk.messages());
    all.addAll(talk.steered());
    Talk heard = talk.saying(List.copyOf(all)).hearing(List.of()).with(talk.context().rescued(0));
    Progress now = state.progress();
    return state.with(heard).with(now.nextTurn()).withCalls(Map.of());
  }
}
