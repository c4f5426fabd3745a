package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what an event of the native wire shows to a person. What it does not know, it skips, so
/// that a newer server can be talked to.
final class WireReading {

  private WireReading() {}

  static Optional<Shown> of(String run, Json event) {
    var own = event.at("run_id").flatMap(Json::text).filter(run::equals).isPresent();
    return own ? shown(event) : approval(event);
  }

  /// What agents below the watched one want to be allowed must not go unseen.
  private static Optional<Shown> approval(Json event) {
    return switch (text(event, "type")) {
      case "tool_approval_request" -> Optional.of(wanted(event));
      case "tool_approval_resolved" ->
          Optional.of(
              new Shown.Aside(PolicyLines.settled(text(event, "decision"), text(event, "by"))));
      default -> Optional.empty();
    };
  }

  private static Shown wanted(Json event) {
    var standing = event.at("allow_persistent_approval").flatMap(Json::bool).orElse(false);
    return new Shown.ApprovalWanted(
        text(event, "approval_id"),
        text(event, "run_id"),
        new Shown.ToolBegan(
            text(event, "tool_call_id"),
            text(event, "tool_name"),
            event.at("tool_input").orElse(Json.NULL).toString()),
        text(event, "reason"),
        PolicyLines.risk(
            text(event, "risk"), event.at("tainted").flatMap(Json::bool).orElse(false)),
        standing ? Terms.Standing.ALLOWED : Terms.Standing.REFUSED);
  }

  private static Optional<Shown> shown(Json event) {
    return Optional.ofNullable(
        switch (text(event, "type")) {
          case "text_delta" -> new Shown.Text(text(event, "text"));
          case "thinking_delta" -> new Shown.Thought(text(event, "text"));
          case "turn_complete" -> new Shown.TurnDone();
          case "stream_retry" -> new Shown.Voided(text(event, "error"));
          case "failover" -> new Shown.Noted(text(event, "to_model") + " answers instead");
          case "compaction" -> new Shown.Noted("the start of the conversation was summed up");
          case "tool_call_start" ->
              new Shown.ToolBegan(
                  text(event, "tool_call_id"),
                  text(event, "tool_name"),
                  event.at("tool_input").orElse(Json.NULL).toString());
          case "tool_call_complete" ->
              new Shown.ToolEnded(
                  text(event, "tool_call_id"),
                  text(event, "tool_name"),
                  fault(event),
                  Duration.ofMillis(millis(event)));
          case "tool_output_chunk" ->
              new Shown.ToolPrinted(text(event, "tool_name"), text(event, "text"));
          case "interceptor_decision" ->
              new Shown.Aside(
                  PolicyLines.finding(
                      text(event, "action"),
                      text(event, "tool_name"),
                      text(event, "code"),
                      text(event, "message")));
          case "tool_result_request" ->
              new Shown.Noted(PolicyLines.offered(text(event, "tool_name")));
          case "question_asked" ->
              new Shown.Asked(text(event, "question_id"), text(event, "prompt"), choices(event));
          case "limit_reached" -> new Shown.Noted(limit(event));
          case "stream_complete" -> new Shown.Ended(Outcome.ofWire(text(event, "stop_reason")), "");
          case "cancelled" -> new Shown.Ended(Outcome.CANCELLED, text(event, "reason"));
          case "error" -> new Shown.Ended(Outcome.FAILED, text(event, "error"));
          default -> approval(event).or(() -> aside(event)).orElse(null);
        });
  }

  /// {@return what happens beside the answer: in other runs, in steps, to tools}
  private static Optional<Shown> aside(Json event) {
    return Optional.ofNullable(
        switch (text(event, "type")) {
          case "subagent_started" ->
              new Shown.Aside(PolicyLines.began(text(event, "agent"), text(event, "task")));
          case "subagent_finished" ->
              new Shown.Aside(
                  PolicyLines.ended(text(event, "child_run_id"), text(event, "status")));
          case "node_finished" -> step(event);
          case "node_skipped" ->
              new Shown.Aside(text(event, "path") + " skipped: " + text(event, "reason"));
          case "tools_unavailable" ->
              new Shown.Noted(
                  "the tools of %s are out of reach: %s"
                      .formatted(text(event, "server"), text(event, "reason")));
          case "tools_available" ->
              new Shown.Noted(
                  "the tools of %s are back: %s"
                      .formatted(text(event, "server"), text(event, "reason")));
          default -> null;
        });
  }

  /// The whole workflow is a step too, whose end is that of the run.
  private static @Nullable Shown step(Json event) {
    String path = text(event, "path");
    return path.isEmpty()
        ? null
        : new Shown.Aside(
            PolicyLines.node(
                path,
                text(event, "status"),
                millis(event),
                event.path("error", "message").flatMap(Json::text)));
  }

  private static long millis(Json event) {
    return event.at("duration_ms").flatMap(Json::number).orElse(BigDecimal.ZERO).longValue();
  }

  private static Optional<Shown.Fault> fault(Json event) {
    return event
        .path("error", "message")
        .flatMap(Json::text)
        .map(message ->
            new Shown.Fault(
                event.path("error", "code").flatMap(Json::text).orElse("tool_error"), message));
  }

  private static String limit(Json event) {
    return "stopped at a limit: %s is %s of at most %s"
        .formatted(
            text(event, "limit"),
            event.at("value").orElse(Json.NULL),
            event.at("max").orElse(Json.NULL));
  }

  private static List<String> choices(Json event) {
    return event.at("choices").flatMap(Json::asArray).stream()
        .flatMap(choices -> choices.items().stream())
        .flatMap(choice -> choice.text().stream())
        .toList();
  }

  private static String text(Json event, String name) {
    return event.at(name).flatMap(Json::text).orElse("");
  }
}
