package dev.gatehouse.core.run;

import dev.gatehouse.core.event.ApprovalEvent;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.FlowEvent.Resolution;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.run.ToolCall.Status.Approving;
import dev.gatehouse.core.run.ToolCall.Status.AtClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what it means that a timer rang.
final class TimerDecide {

  private TimerDecide() {}

  static Decision rang(RunState state, ActionRef timer, Instant at) {
    if (!RunDecide.isOpen(state, timer)) {
      return RunDecide.stale(timer);
    }
    List<Event> events = new ArrayList<>();
    events.add(new FlowEvent.TimerFired(timer));
    if (timer.equals(Next.START)) {
      events.add(RunDecide.started(state.spec(), new RunInput.Start(0, 0, false)));
    }
    if (timer.equals(Next.deadlineRef(state))) {
      events.add(
          new RunEvent.LimitReached(
              StopReason.TIME,
              seconds(Duration.between(state.control().since(), at)),
              seconds(state.control().limits().timeout().orElse(Duration.ZERO))));
    }
    for (RunState.Question question : state.questions().values()) {
      boolean expired =
          question.node().isPresent()
              && state
                  .flow()
                  .flatMap(flow -> Desired.expiring(flow, timer))
                  .filter(question.callId()::equals)
                  .isPresent();
      if (expired) {
        events.addAll(
            NodeDecide.answered(state, question, Resolution.EXPIRED, Optional.empty(), "expiry"));
      }
    }
    for (ToolCall call : state.calls().values()) {
      if (timer.equals(Next.expiry(call))) {
        events.addAll(
            QuestionDecide.settle(state, call, Resolution.EXPIRED, Optional.empty(), "expiry"));
      }
      if (call.status() instanceof Approving waiting) {
        events.addAll(approval(call, waiting, timer));
      }
      if (call.status() instanceof AtClient waiting && timer.equals(Next.clientExpiry(call))) {
        events.add(ClientDecide.expired(call, waiting));
      }
    }
    return new Decision.Accepted(events);
  }

  private static List<Event> approval(ToolCall call, Approving waiting, ActionRef timer) {
    String ticket = waiting.ticket().id();
    if (timer.equals(Next.approvalExpiry(call))) {
      return ApprovalDecide.expired(call, waiting);
    }
    if (timer.equals(Next.reminder(call))) {
      return List.of(new ApprovalEvent.ApprovalReminded(ticket));
    }
    return timer.equals(Next.escalation(call))
        ? waiting.ticket().terms().escalation().stream()
            .<Event>map(more -> new ApprovalEvent.ApprovalEscalated(ticket, more.role()))
            .toList()
        : List.of();
  }

  private static BigDecimal seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros();
  }
}
