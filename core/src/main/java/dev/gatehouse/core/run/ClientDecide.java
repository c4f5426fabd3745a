package dev.gatehouse.core.run;

import static dev.gatehouse.core.Failure.Code.CLIENT_TOOL_EXPIRED;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.run.Decision.Reason;
import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.ToolCall.Status.AtClient;
import dev.gatehouse.core.tool.ToolOutcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.Stream;

/// Decides what becomes of calls that the client makes. The run waits for them without a thread, a
/// socket or the client's presence.
final class ClientDecide {

  private ClientDecide() {}

  static Decision offered(RunState state, RunInput.ClientOffered offer) {
    return ToolDecide.call(state, offer.ref())
        .filter(_ -> RunDecide.isOpen(state, offer.ref(), Mark.DECIDED))
        .map(call ->
            Decision.accept(
                new ToolEvent.ClientCallOffered(
                    call.id(), call.tool(), call.input(), offer.nonce(), offer.expires())))
        .orElseGet(() -> RunDecide.stale(offer.ref()));
  }

  static Decision answered(RunState state, RunInput.ClientAnswered answer) {
    ToolCall call = state.calls().get(answer.callId());
    if (call == null) {
      return earlier(state, answer.callId());
    }
    if (!(call.status() instanceof AtClient waiting)) {
      return expired(call) ? tooLate(call.id()) : over(call.id());
    }
    if (!same(waiting.nonce(), answer.nonce())) {
      return Decision.reject(
          Reason.INVALID,
          "the nonce is not the one that call '" + call.id() + "' was offered with");
    }
    return Decision.accept(call.theirs(answer.outcome()));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /// The calls of earlier turns are known by their results.
  private static Decision earlier(RunState state, String callId) {
    return state.talk().messages().stream()
        .flatMap(message -> message.content().stream())
        .flatMap(block ->
            block instanceof Content.ToolResult result && result.id().equals(callId)
                ? Stream.of(result)
                : Stream.empty())
        .findFirst()
        .map(result ->
            result.error() && result.output().startsWith(CLIENT_TOOL_EXPIRED.wire())
                ? tooLate(callId)
                : over(callId))
        .orElseGet(() ->
            Decision.reject(Reason.NOT_FOUND, "no call '" + callId + "' waits for its client"));
  }

  private static Decision tooLate(String callId) {
    return Decision.reject(
        Reason.EXPIRED, "call '" + callId + "' was not answered in time and has expired");
  }

  private static Decision over(String callId) {
    return Decision.reject(
        Reason.ALREADY_DONE, "call '" + callId + "' does not wait for its client any more");
  }

  private static boolean expired(ToolCall call) {
    return call.status() instanceof ToolCall.Status.Finished(ToolOutcome.Failed(Failure failure))
        && failure.code() == CLIENT_TOOL_EXPIRED;
  }

  static Event expired(ToolCall call, AtClient waiting) {
    return JudgeDecide.refused(
        call,
        Failure.of(
            CLIENT_TOOL_EXPIRED,
            "the client did not answer '" + call.tool() + "' before " + waiting.expires()));
  }
}
