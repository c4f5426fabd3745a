package dev.gatehouse.core.run;

import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.interpreter.Desired;
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
import java.util.stream.Stream;

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

  /// The wait of a run that is held.
  static final ActionRef RESUME = new ActionRef("wait.resume", 1);

  private Next() {}

  /// {@return the actions that should be in flight, by id}
  public static Map<String, Action> of(RunState state) {
    Map<String, Action> wanted = new LinkedHashMap<>();
    if (state.control().ending().isPresent()) {
      Undos.wanted(state).forEach(action -> add(wanted, action));
      return wanted;
    }
    if (state.control().phase() != Phase.RUNNING) {
      due(state).ifPresent(start -> add(wanted, start));
      return wanted;
    }
    if (state.control().hold() == Hold.PAUSED) {
      // A pause holds back work. What only waits goes on: questions expire in their time.
      add(wanted, new Action.Await(RESUME, "pause"));
      work(state).stream()
          .filter(action -> action.ref().passive() || isOpen(state, action))
          .forEach(action -> add(wanted, action));
    } else {
      work(state).forEach(action -> add(wanted, action));
    }
    state
        .control()
        .limits()
        .timeout()
        .filter(_ -> state.undoings().open().isEmpty())
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
      case Stage.Gather _ ->
          List.of(new Action.Await(new ActionRef(ActionRef.CHILDREN, turn), "child"));
      case Stage.Nodes _ ->
          Stream.of(
                  state.calls().values().stream()
                      .filter(call -> Orphans.isWanted(state, call.id()))
                      .flatMap(call -> call(call, state).stream()),
                  state.flow().stream().flatMap(flow -> Desired.of(flow).stream()),
                  Undos.wanted(state).stream())
              .flatMap(actions -> actions)
              .toList();
      case Stage.Rest _ -> List.of();
    };
  }

  static List<Action> call(ToolCall call, RunState state) {
    return switch (call.status()) {
      case ToolCall.Status.Judging _ -> List.of(judging(call, judgement(call)));
      case ToolCall.Status.Judged _ -> List.of();
      case ToolCall.Status.Approving waiting -> approving(call, waiting);
      case ToolCall.Status.Wanted _ ->
          calling(call, new ActionRef(call.action(), call.attempt())).stream().toList();
      case ToolCall.Status.AtClient waiting ->
          List.of(
              new Action.Await(client(call), "client_tool"),
              new Action.Wake(clientExpiry(call), waiting.expires()));
      case ToolCall.Status.Backoff wait -> List.of(new Action.Wake(waiting(call), wait.at()));
      case ToolCall.Status.Probing _ ->
          List.of(new Action.ProbeTool(probe(call), call.id(), call.tool(), call.input()));
      case ToolCall.Status.Asking _ -> asking(call, state);
      case ToolCall.Status.Finished _ -> List.of();
    };
  }

  static Action judging(ToolCall call, ActionRef ref) {
    return new Action.JudgeTool(
        ref,
        call.id(),
        call.tool(),
        call.input(),
        call.place().location(),
        call.gate().editor().map(ToolCall.Editor::name));
  }

  /// {@return the call itself; nothing when nobody has cleared it}
  static Optional<Action> calling(ToolCall call, ActionRef ref) {
    return call.gate()
        .clearance()
        .map(clearance ->
            new Action.CallTool(
                ref,
                call.id(),
                call.tool(),
                call.input(),
                call.policy(),
                call.place().location(),
                clearance));
  }

  private static List<Action> approving(ToolCall call, ToolCall.Status.Approving waiting) {
    Ticket ticket = waiting.ticket();
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.Await(approval(call), "approval"));
    actions.add(new Action.Wake(approvalExpiry(call), ticket.expires()));
    ticket
        .terms()
        .remindAfter()
        .filter(_ -> !waiting.reminded())
        .ifPresent(
            after -> actions.add(new Action.Wake(reminder(call), ticket.asked().plus(after))));
    ticket
        .terms()
        .escalation()
        .filter(_ -> !waiting.escalated())
        .ifPresent(more ->
            actions.add(new Action.Wake(escalation(call), ticket.asked().plus(more.after()))));
    return actions;
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

  static ActionRef judgement(ToolCall call) {
    return new ActionRef(call.action() + ".judge", call.gate().round());
  }

  static ActionRef approval(ToolCall call) {
    return new ActionRef("wait." + call.action() + ".approval", call.gate().round());
  }

  static ActionRef approvalExpiry(ToolCall call) {
    return new ActionRef("wait." + call.action() + ".approval-expiry", call.gate().round());
  }

  static ActionRef reminder(ToolCall call) {
    return new ActionRef("wait." + call.action() + ".reminder", call.gate().round());
  }

  static ActionRef escalation(ToolCall call) {
    return new ActionRef("wait." + call.action() + ".escalation", call.gate().round());
  }

  static ActionRef client(ToolCall call) {
    return new ActionRef("wait." + call.action() + ".client", call.gate().round());
  }

  static ActionRef clientExpiry(ToolCall call) {
    return new ActionRef("wait." + call.action() + ".client-expiry", call.gate().round());
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
