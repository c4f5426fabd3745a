package dev.gatehouse.core.run;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.ToolCall.Status.AtClient;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import java.security.MessageDigest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Decides what becomes of calls that the client makes. The run waits for them without a thread, a
/// socket or the client's presence.
final class ClientDecide {

  private ClientDecide() {}

  static Decision offered(RunState state, RunInput.ClientOffered offer) {
    return ToolDecide.call(state, offer.ref())
        .filter(_ -> RunDecide.isOpen(state, offer.ref(), Mark.DECIDED))
        .map(call ->
            Decision.accept(
                new ToolEvent.ClientCallOffered(call.id(), offer.nonce(), offer.expires())))
        .orElseGet(() -> RunDecide.stale(offer.ref()));
  }

  static Decision answered(RunState state, RunInput.ClientAnswered answer) {
    ToolCall call = state.calls().get(answer.callId());
    if (call == null || state.ended()) {
      return Decision.reject(
          Reason.NOT_FOUND, "no call '" + answer.callId() + "' waits for its client");
    }
    if (!(call.status() instanceof AtClient waiting)) {
      return expired(call)
          ? Decision.reject(
              Reason.EXPIRED, "call '" + call.id() + "' was not answered in time and has expired")
          : Decision.reject(
              Reason.ALREADY_DONE,
              "call '" + call.id() + "' does not wait for its client any more");
    }
    if (!same(waiting.nonce(), answer.nonce())) {
      return Decision.reject(
          Reason.INVALID, "the nonce is not the one that call '" + call.id() + "' was offered with");
    }
    return Decision.accept(
        new ToolEvent.ToolCallFinished(
            call.id(),
            call.tool(),
            call.attempt(),
            answer.outcome(),
            0,
            Optional.empty(),
            call.policy().results() == ToolPolicy.Results.UNTRUSTED));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean expired(ToolCall call) {
    return call.status() instanceof ToolCall.Status.Finished(
            ToolOutcome.Failed(Failure failure))
        && failure.code() == Failure.Code.CLIENT_TOOL_EXPIRED;
  }

  static Event expired(ToolCall call, AtClient waiting) {
    return JudgeDecide.refused(
        call,
        Failure.of(
            Failure.Code.CLIENT_TOOL_EXPIRED,
            "the client did not answer '" + call.tool() + "' before " + waiting.expires()));
  }
}
