package dev.gatehouse.core.inquiry;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.tool.ToolOutcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the lives of tool calls explain.
final class ToolReasons {

  private ToolReasons() {}

  static Optional<Fact> of(Happened happened, Event event) {
    return event instanceof ToolEvent tool ? of(happened, tool) : Optional.empty();
  }

  private static Optional<Fact> of(Happened happened, ToolEvent event) {
    return switch (event) {
      case ToolEvent.ToolCallRequested wish ->
          fact(happened, "tool_call_requested", wish.tool(), wisher(wish), wish.callId());
      case ToolEvent.ToolCallJudged judged -> judged(happened, judged);
      case ToolEvent.ClearanceVoided voided ->
          fact(happened, "clearance_voided", voided.callId(), voided.reason(), voided.callId());
      case ToolEvent.ClientCallOffered offer ->
          fact(
              happened,
              "client_call_offered",
              offer.tool(),
              "the client runs it, until " + offer.expires(),
              offer.callId());
      case ToolEvent.ToolRetryPlanned plan ->
          fact(
              happened,
              "tool_retry_planned",
              plan.callId(),
              plan.failure().message() + "; it is made again at " + plan.at(),
              plan.callId());
      case ToolEvent.ToolCallDoubted doubt ->
          fact(
              happened,
              "tool_call_doubted",
              doubt.callId(),
              "the gateway stopped while it ran; its rule is "
                  + doubt.rule().name().toLowerCase(java.util.Locale.ROOT),
              doubt.callId());
      case ToolEvent.ToolCallFinished over -> Optional.of(finished(happened, over));
      case ToolEvent.ToolCallDispatched _ -> Optional.empty();
    };
  }

  private static String wisher(ToolEvent.ToolCallRequested wish) {
    return wish.undoes()
        .map(taken -> "it takes back '" + taken.tool() + "', call " + taken.call())
        .orElseGet(() ->
            NodeState.serialOf(wish.callId()) > 0
                ? "step '" + NodeState.pathOf(wish.callId()) + "' called it"
                : "the model called it in turn " + wish.turn());
  }

  private static Optional<Fact> judged(Happened happened, ToolEvent.ToolCallJudged judged) {
    return judged.findings().isEmpty() && judged.verdict() == ToolEvent.Verdict.ALLOW
        ? Optional.empty()
        : fact(
            happened,
            "tool_call_judged",
            judged.tool(),
            judged.verdict().name().toLowerCase(java.util.Locale.ROOT) + said(judged.findings()),
            judged.callId());
  }

  private static String said(List<Finding> findings) {
    return findings.isEmpty()
        ? ""
        : findings.stream()
            .map(one -> one.code() + " says: " + one.message())
            .collect(Collectors.joining("; ", ": ", ""));
  }

  private static Fact finished(Happened happened, ToolEvent.ToolCallFinished over) {
    String because =
        switch (over.outcome()) {
          case ToolOutcome.Ok _ -> "it gave its result";
          case ToolOutcome.Failed(var failure) ->
              "it ended with %s: %s".formatted(failure.code().wire(), failure.message());
        };
    return Fact.of(
        happened,
        "tool_call_finished",
        over.tool(),
        because,
        Json.obj("tool_call_id", Json.of(over.callId()), "duration_ms", Json.of(over.millis())));
  }

  private static Optional<Fact> fact(
      Happened happened, String kind, String subject, String because, String callId) {
    return Optional.of(
        Fact.of(happened, kind, subject, because, Json.obj("tool_call_id", Json.of(callId))));
  }
}
