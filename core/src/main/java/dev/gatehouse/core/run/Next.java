package dev.gatehouse.core.run;

import dev.gatehouse.core.run.Progress.Stage;
import dev.gatehouse.core.run.RunState.Hold;
import dev.gatehouse.core.run.RunState.Open;
import dev.gatehouse.core.run.RunState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what should be in flight for a run in a given state.
///
/// This is the whole of the agent loop's judgement about effects: a set, not an instruction. What
/// is in the set and not in flight is begun; what is in flight and not in the set is stopped.
/// Fan-out, time limits, pausing and cancelling all follow from that difference, so there is no
/// code for any of them.
///
/// The set depends on the state alone and costs as much as there is open. It is asked only when
/// something happened, never by recovery, which obeys the recorded decisions.
public final class Next {

  /// The timer of a run that begins later.
  static final ActionRef START = new ActionRef("wait.start", 1);

  private Next() {}

  /// {@return the actions that should be in flight, by id}
  public static Map<String, Action> of(RunState state) {
    Map<String, Action> wanted = new LinkedHashMap<>();
    if (state.control().ending().isPresent()) {
      return wanted;
    }
    if (state.control().phase() != Phase.RUNNING) {
      due(state).ifPresent(start -> add(wanted, start));
      return wanted;
    }
    if (state.control().hold() == Hold.PAUSED) {
      add(wanted, new Action.Await(new ActionRef("wait.resume", 1), "pause"));
      work(state).stream().filter(action -> isOpen(state, action)).forEach(one -> add(wanted, one));
    } else {
      work(state).forEach(action -> add(wanted, action));
    }
    state
        .control()
        .limits()
        .timeout()
        .ifPresent(limit -> add(wanted, deadline(state, state.control().since().plus(limit))));
    return wanted;
  }

  private static Optional<Action> due(RunState state) {
    return state.control().phase() == Phase.QUEUED
        ? state.spec().request().due().map(at -> new Action.Wake(START, at))
        : Optional.empty();
  }

  private static List<Action> work(RunState state) {
    int turn = state.progress().turn();
    return switch (state.progress().stage()) {
      case Stage.Ask ask -> List.of(new Action.CallModel(model(turn, ask.attempt()), turn));
      case Stage.Backoff wait -> List.of(new Action.Wake(backoff(turn, wait.attempt()), wait.at()));
      case Stage.Calls _ ->
          state.calls().values().stream().flatMap(call -> call(call, state).stream()).toList();
      case Stage.Compacting compacting ->
          List.of(new Action.Compact(compaction(compacting.number(), compacting.attempt())));
      case Stage.Rest _ -> List.of();
    };
  }

  private static List<Action> call(ToolCall call, RunState state) {
    ActionRef ref = new ActionRef(call.action(), call.attempt());
    return switch (call.status()) {
      case ToolCall.Status.Wanted _ ->
          List.of(new Action.CallTool(ref, call.id(), call.tool(), call.input(), call.policy()));
      case ToolCall.Status.Backoff wait -> List.of(new Action.Wake(waiting(call), wait.at()));
      case ToolCall.Status.Probing _ ->
          List.of(new Action.ProbeTool(probe(call), call.id(), call.tool(), call.input()));
      case ToolCall.Status.Asking _ -> asking(call, state);
      case ToolCall.Status.Finished _ -> List.of();
    };
  }

  private static List<Action> asking(ToolCall call, RunState state) {
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Await(answer(call), "question"));
    state.questions().values().stream()
        .filter(question -> question.callId().equals(call.id()))
        .flatMap(question -> question.expires().stream())
        .forEach(at -> actions.add(new Action.Wake(expiry(call), at)));
    return actions;
  }

  private static Action deadline(RunState state, Instant at) {
    return new Action.Wake(deadlineRef(state), at);
  }

  static ActionRef deadlineRef(RunState state) {
    return new ActionRef("wait.deadline", state.control().resumptions() + 1);
  }

  static ActionRef model(int turn, int attempt) {
    return new ActionRef("turn-" + turn + ".model", attempt);
  }

  static ActionRef backoff(int turn, int attempt) {
    return new ActionRef("wait.turn-" + turn + ".model", attempt);
  }

  static ActionRef compaction(int number, int attempt) {
    return new ActionRef("compact-" + number, attempt);
  }

  static ActionRef waiting(ToolCall call) {
    return new ActionRef("wait." + call.action(), call.attempt());
  }

  static ActionRef answer(ToolCall call) {
    return new ActionRef("wait." + call.action() + ".answer", call.attempt());
  }

  static ActionRef expiry(ToolCall call) {
    return new ActionRef("wait." + call.action() + ".expiry", call.attempt());
  }

  static ActionRef probe(ToolCall call) {
    return new ActionRef(call.action() + ".probe", call.attempt());
  }

  private static boolean isOpen(RunState state, Action action) {
    Open open = state.open().get(action.ref().id());
    return open != null && open.ref().equals(action.ref());
  }

  private static void add(Map<String, Action> wanted, Action action) {
    wanted.put(action.ref().id(), action);
  }
}
