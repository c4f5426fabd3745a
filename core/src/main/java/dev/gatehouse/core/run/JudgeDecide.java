package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.approval.Ticket;
import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.ToolEvent.Verdict;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what a judgement of a tool call means, and what it means that one is void.
final class JudgeDecide {

  /// How often a call may be judged before it is given up: a policy that changes all the time lets
  /// nothing through.
  static final int MAX_ROUNDS = 8;

  private JudgeDecide() {}

  static Decision judged(RunState state, RunInput.ToolJudged judged) {
    if (RunDecide.isOpen(state, judged.ref(), Mark.DROPPED)) {
      return Decision.accept(new FlowEvent.ActionClosed(judged.ref()));
    }
    return state.calls().values().stream()
        .filter(call -> Next.judgement(call).equals(judged.ref()))
        .filter(_ -> RunDecide.isOpen(state, judged.ref()))
        .findFirst()
        .<Decision>map(call -> new Decision.Accepted(verdict(state, call, judged)))
        .orElseGet(() -> RunDecide.stale(judged.ref()));
  }

  private static List<Event> verdict(RunState state, ToolCall call, RunInput.ToolJudged judged) {
    List<Event> events = new ArrayList<>();
    Optional<Failure> refusal = judged.refusal().or(() -> nobodyToAsk(state, call, judged));
    Verdict verdict =
        refusal.isPresent()
            ? Verdict.DENY
            : judged.ticket().isPresent() ? Verdict.ASK : Verdict.ALLOW;
    events.add(
        new ToolEvent.ToolCallJudged(
            call.id(),
            call.tool(),
            call.gate().round(),
            verdict,
            judged.findings(),
            judged.input(),
            judged.digests()));
    switch (verdict) {
      case DENY -> events.add(refused(call, refusal.orElseThrow()));
      case ASK -> events.add(asked(call, judged, judged.ticket().orElseThrow()));
      case ALLOW -> {}
    }
    return events;
  }

  private static Optional<Failure> nobodyToAsk(
      RunState state, ToolCall call, RunInput.ToolJudged judged) {
    boolean headless = state.spec().owner().watch() == RunSpec.Watch.HEADLESS;
    boolean asked =
        judged.ticket().filter(ticket -> minter(call, judged, ticket).isEmpty()).isPresent();
    return asked && headless
        ? Optional.of(
            Failure.of(
                Failure.Code.APPROVAL_REQUIRED,
                "'"
                    + call.tool()
                    + "' needs a human's approval, and nobody watches this run: "
                    + judged.ticket().orElseThrow().cause().message()))
        : Optional.empty();
  }

  private static Event asked(ToolCall call, RunInput.ToolJudged judged, Ticket ticket) {
    return minter(call, judged, ticket)
        .<Event>map(by -> new ApprovalEvent.TicketMinted(ticket, by))
        .orElseGet(() -> new ApprovalEvent.ApprovalRequested(ticket));
  }

  /// Whoever put other arguments in a call has thereby approved of exactly these, unless they are
  /// to be approved by others than the first ones were.
  private static Optional<String> minter(ToolCall call, RunInput.ToolJudged judged, Ticket ticket) {
    return judged
        .grant()
        .or(() ->
            call.gate()
                .editor()
                .filter(editor -> editor.answers(ticket.terms()))
                .map(ToolCall.Editor::name));
  }

  /// The end of a call that must not be made. That an earlier attempt of it may have taken effect
  /// is the more important news.
  static Event refused(ToolCall call, Failure why) {
    Failure failure = call.isDoubted() ? QuestionDecide.unknown(call.tool()) : why;
    return call.ours(new ToolOutcome.Failed(failure));
  }

  static Decision stale(RunState state, RunInput.ClearanceStale stale) {
    return ToolDecide.call(state, stale.ref())
        .filter(_ -> RunDecide.isOpen(state, stale.ref(), Mark.DECIDED))
        .map(call -> Decision.accept(voided(call, stale.reason())))
        .orElseGet(() -> RunDecide.stale(stale.ref()));
  }

  private static Event voided(ToolCall call, String reason) {
    return call.gate().round() < MAX_ROUNDS
        ? new ToolEvent.ClearanceVoided(call.id(), call.gate().round(), reason)
        : refused(
            call,
            Failure.of(
                Failure.Code.APPROVAL_REQUIRED,
                "'"
                    + call.tool()
                    + "' was judged "
                    + MAX_ROUNDS
                    + " times and each time the judgement was void when it counted: "
                    + reason));
  }
}
