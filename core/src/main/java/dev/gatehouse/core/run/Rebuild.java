package dev.gatehouse.core.run;

import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.run.Progress.Stage;
import dev.gatehouse.core.run.RunState.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns recorded decisions back into actions. It looks at ids and facts only and judges nothing,
/// so that a later release with another [Next] still carries out what an earlier one decided.
public final class Rebuild {

  /// What the ids of actions end with that wait for somebody.
  private static final Map<String, String> AWAITED =
      Map.of(".answer", "question", ".approval", "approval", ".client", "client_tool");

  private Rebuild() {}

  /// {@return the actions that were decided and not yet dispatched, to be begun anew after a
  /// restart}
  public static List<Action> undispatched(RunState state) {
    return state.open().values().stream()
        .filter(open -> open.mark() == Mark.DECIDED)
        .flatMap(open -> action(state, open.ref()).stream())
        .toList();
  }

  /// {@return the action a reference stands for; empty when its tool call is no longer known}
  public static Optional<Action> action(RunState state, ActionRef ref) {
    String id = ref.id();
    Optional<Action> node = state.flow().flatMap(flow -> Desired.rebuild(flow, ref));
    if (node.isPresent() || Desired.begins(ref)) {
      return node;
    }
    if (ref.isCompaction()) {
      return Optional.of(new Action.Compact(ref));
    }
    if (Undos.isSearch(ref)) {
      return Undos.rebuild(state, ref);
    }
    if (ref.passive()) {
      return Optional.of(waiting(state, ref));
    }
    if (ref.isModel()) {
      return Optional.of(new Action.CallModel(ref, turn(id)));
    }
    return state.calls().values().stream()
        .filter(call -> id.equals(call.action()) || id.startsWith(call.action() + "."))
        .findFirst()
        .flatMap(call -> onTool(call, ref));
  }

  private static Optional<Action> onTool(ToolCall call, ActionRef ref) {
    if (ref.id().equals(call.action())) {
      return Next.calling(call, ref);
    }
    return Optional.of(
        ref.id().equals(Next.judgement(call).id())
            ? Next.judging(call, ref)
            : new Action.ProbeTool(ref, call.id(), call.tool(), call.input()));
  }

  private static Action waiting(RunState state, ActionRef ref) {
    String id = ref.id();
    if (id.equals("wait.resume")) {
      return new Action.Await(ref, "pause");
    }
    if (id.equals("wait.children")) {
      return new Action.Await(ref, "child");
    }
    for (String reason : AWAITED.keySet()) {
      if (id.endsWith(reason)) {
        return new Action.Await(ref, AWAITED.getOrDefault(reason, reason));
      }
    }
    return new Action.Wake(ref, time(state, id));
  }

  /// A time that is no longer known has come.
  private static Instant time(RunState state, String id) {
    if (id.equals(Next.START.id())) {
      return state.spec().request().due().orElse(Instant.EPOCH);
    }
    if (id.equals("wait.deadline")) {
      return state
          .control()
          .limits()
          .timeout()
          .map(state.control().since()::plus)
          .orElse(Instant.EPOCH);
    }
    if (id.endsWith(".model")) {
      return state.progress().stage() instanceof Stage.Backoff wait ? wait.at() : Instant.EPOCH;
    }
    for (ToolCall call : state.calls().values()) {
      if (call.status() instanceof ToolCall.Status.Approving waiting) {
        Optional<Instant> time = approval(call, waiting.ticket(), id);
        if (time.isPresent()) {
          return time.get();
        }
      }
      if (call.status() instanceof ToolCall.Status.AtClient waiting
          && id.equals(Next.clientExpiry(call).id())) {
        return waiting.expires();
      }
      if (id.equals(Next.expiry(call).id())) {
        return expiry(state, call);
      }
      if (id.equals(Next.waiting(call).id())
          && call.status() instanceof ToolCall.Status.Backoff wait) {
        return wait.at();
      }
    }
    return Instant.EPOCH;
  }

  private static Optional<Instant> approval(ToolCall call, Ticket ticket, String id) {
    if (id.equals(Next.approvalExpiry(call).id())) {
      return Optional.of(ticket.expires());
    }
    if (id.equals(Next.reminder(call).id())) {
      return ticket.terms().remindAfter().map(ticket.asked()::plus);
    }
    return id.equals(Next.escalation(call).id())
        ? ticket.terms().escalation().map(more -> ticket.asked().plus(more.after()))
        : Optional.empty();
  }

  private static Instant expiry(RunState state, ToolCall call) {
    return state.questions().values().stream()
        .filter(question -> question.callId().equals(call.id()))
        .flatMap(question -> question.expires().stream())
        .findFirst()
        .orElse(Instant.EPOCH);
  }

  private static int turn(String id) {
    return Integer.parseInt(id.substring("turn-".length(), id.indexOf('.')));
  }
}
