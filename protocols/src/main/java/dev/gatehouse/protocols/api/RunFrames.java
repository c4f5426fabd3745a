package dev.gatehouse.protocols.api;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.RunEvent.Attachment;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.runtime.seat.RunView;
import dev.gatehouse.runtime.stream.Frame.Body.Recorded;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/// Frames of a run's life: how it begins, waits, meets limits and ends.
final class RunFrames {

  private static final byte[] NOTHING = {};
  private static final int CENT_DIGITS = 4;

  private RunFrames() {}

  static byte[] encode(Cursor cursor, Recorded recorded, RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted started ->
          begin(cursor, "run_started", recorded)
              .text("agent", started.agent())
              .text("model", started.model())
              .text("parent_run_id", started.parent())
              .text("session_id", started.session())
              .end();
      case RunEvent.TurnEnded ended ->
          begin(cursor, "turn_complete", recorded)
              .number("turn", ended.turn())
              .value("usage", counted(ended.usage()))
              .text("stop_reason", ended.stop().wire())
              .end();
      case RunEvent.RunPaused paused ->
          begin(cursor, "waiting", recorded).text("reason", "paused").text("by", paused.by()).end();
      case RunEvent.RunResumed resumed ->
          begin(cursor, "resumed", recorded)
              .text("reason", resumed.millis().isPresent() ? "paused" : "limit")
              .number("after_ms", resumed.millis())
              .text("by", resumed.by())
              .end();
      case RunEvent.LimitReached reached -> limit(cursor, recorded, reached);
      case RunEvent.RunCompleted done ->
          begin(cursor, "stream_complete", recorded)
              .value("usage", RunView.usage(done.usage(), done.cost()))
              .text("stop_reason", done.stop().wire())
              .value("output", done.output())
              .end();
      case RunEvent.RunCancelled cancelled ->
          begin(cursor, "cancelled", recorded)
              .text("reason", cancelled.reason())
              .text("by", cancelled.by())
              .end();
      case RunEvent.RunFailed failed -> failed(cursor, recorded, failed);
      case RunEvent.ChildStarted child ->
          begin(cursor, "subagent_started", recorded)
              .text("child_run_id", child.child())
              .text("agent", child.agent())
              .text("task", child.task())
              .text("tool_call_id", child.call())
              .value("background", Json.of(child.attachment() == Attachment.BACKGROUND))
              .end();
      case RunEvent.ChildEnded child ->
          begin(cursor, "subagent_finished", recorded)
              .text("child_run_id", child.child())
              .text("status", child.status())
              .value("usage", RunView.usage(child.usage(), child.cost()))
              .end();
      case RunEvent.RunCreated _,
          RunEvent.RunSteered _,
          RunEvent.CancelRequested _,
          RunEvent.RunBroke _ ->
          NOTHING;
    };
  }

  /// @param nodes writes about the nodes that wait
  static byte[] encode(Cursor cursor, Recorded recorded, FlowEvent event, NodeFrames nodes) {
    return switch (event) {
      case FlowEvent.QuestionAsked asked ->
          begin(cursor, "question_asked", recorded)
              .text("question_id", asked.question())
              .text("kind", asked.kind().wire())
              .text("prompt", asked.prompt())
              .value("schema", asked.schema())
              .value("choices", Json.array(asked.choices().stream().map(Json::of).toList()))
              .text("node", asked.node())
              .text("role", asked.role())
              .text("tool_call_id", Optional.of(asked.callId()).filter(_ -> asked.node().isEmpty()))
              .value("expires_at", FrameWriter.orNull(asked.expires().map(FrameWriter::time)))
              .end();
      case FlowEvent.QuestionResolved resolved ->
          begin(cursor, "question_resolved", recorded)
              .text("question_id", resolved.question())
              .text("action", resolved.resolution().name().toLowerCase(Locale.ROOT))
              .text("by", resolved.by())
              .end();
      case FlowEvent.WaitBegan began ->
          nodes
              .waiter("waiting", began.node())
              .text("reason", began.reason())
              .text("until", began.until().map(FrameWriter::time))
              .end();
      case FlowEvent.WaitEnded over ->
          nodes
              .waiter("resumed", over.node())
              .text("reason", over.reason())
              .number("after_ms", over.millis())
              .end();
      case FlowEvent.Decided _, FlowEvent.TimerFired _, FlowEvent.ActionClosed _ -> NOTHING;
    };
  }

  static FrameWriter begin(Cursor cursor, String type, Recorded recorded) {
    return FrameWriter.at(cursor, type, recorded.run(), 0).recorded(recorded);
  }

  /// Two events of one fact. Only the last has an id: a client that got but the first gets both
  /// again.
  private static byte[] limit(Cursor cursor, Recorded recorded, RunEvent.LimitReached reached) {
    String limit =
        switch (reached.limit()) {
          case MAX_TURNS -> "turns";
          default -> reached.limit().wire();
        };
    boolean alone = reached.limit() != StopReason.MAX_TURNS && reached.limit() != StopReason.BUDGET;
    FrameWriter first =
        alone
            ? begin(cursor, "limit_reached", recorded)
            : FrameWriter.nowhere("limit_reached", recorded.run()).recorded(recorded);
    first.text("limit", limit).number("value", reached.reached()).number("max", reached.max());
    return switch (reached.limit()) {
      case MAX_TURNS ->
          first
              .next(cursor, "max_turns_reached", recorded.run())
              .recorded(recorded)
              .number("turn_count", reached.max().add(BigDecimal.ONE))
              .number("max_turns", reached.max())
              .end();
      case BUDGET ->
          first
              .next(cursor, "budget_exceeded", recorded.run())
              .recorded(recorded)
              .number("total_cost", rounded(reached.reached()))
              .number("budget", reached.max())
              .end();
      default -> first.end();
    };
  }

  private static BigDecimal rounded(BigDecimal dollars) {
    return dollars.setScale(CENT_DIGITS, RoundingMode.HALF_UP);
  }

  private static byte[] failed(Cursor cursor, Recorded recorded, RunEvent.RunFailed failed) {
    Failure failure = failed.failure();
    return begin(cursor, "error", recorded)
        .text("error", failure.message())
        .text("code", failure.code().wire())
        .value("retryable", Json.of(failure.retryable()))
        .text("discard_from", failed.discardFrom().map(pos -> cursor.at(pos).toString()))
        .end();
  }

  private static Json counted(Usage usage) {
    return Json.object()
        .put("input_tokens", usage.input())
        .put("output_tokens", usage.output())
        .put("cache_creation_input_tokens", usage.cacheWrite())
        .put("cache_read_input_tokens", usage.cacheRead())
        .put("reasoning_tokens", usage.reasoning())
        .build();
  }
}
