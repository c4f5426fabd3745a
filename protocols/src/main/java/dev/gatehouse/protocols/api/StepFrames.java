package dev.gatehouse.protocols.api;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.ModelEvent.Plan;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.runtime.stream.Frame.Body.Recorded;
import java.util.List;
import java.util.Optional;

/// Frames of what a run does: model calls and tool calls.
final class StepFrames {

  private static final byte[] NOTHING = {};
  private static final String DECISION = "interceptor_decision";
  private static final String SERVER = "mcp:";
  private static final String HERE = "backend";

  private StepFrames() {}

  static byte[] encode(Cursor cursor, Recorded recorded, ModelEvent event) {
    return switch (event) {
      case ModelEvent.ModelCallDispatched call -> dispatched(cursor, recorded, call);
      case ModelEvent.ModelFailed failed when failed.plan() != Plan.GIVE_UP ->
          RunFrames.begin(cursor, "stream_retry", recorded)
              .number("attempt", failed.attempt() - 1)
              .text("error", failed.failure().message())
              .text("discard_from", cursor.at(failed.discardFrom()).toString())
              .text("model", failed.model())
              .end();
      case ModelEvent.ContextCompacted compacted ->
          RunFrames.begin(cursor, "compaction", recorded)
              .number("chars", compacted.summary().length())
              .number("chars_before", compacted.charsBefore())
              .number("chars_after", compacted.charsAfter())
              .end();
      case ModelEvent.ModelFailed _,
          ModelEvent.ModelReplied _,
          ModelEvent.ModelCutOff _,
          ModelEvent.RetryPlanned _,
          ModelEvent.BudgetRefused _,
          ModelEvent.OutputRejected _,
          ModelEvent.CompactionRequested _,
          ModelEvent.CompactionDispatched _,
          ModelEvent.CompactionFailed _ ->
          NOTHING;
    };
  }

  /// A takeover is told before the turn begins anew, and has no id: a client that got it alone gets
  /// both again.
  private static byte[] dispatched(
      Cursor cursor, Recorded recorded, ModelEvent.ModelCallDispatched call) {
    FrameWriter writer =
        call.takeover()
            .map(over ->
                FrameWriter.nowhere("failover", recorded.run())
                    .recorded(recorded)
                    .text("from_model", over.from())
                    .text("to_model", call.model())
                    .text("reason", over.reason())
                    .text("discard_from", cursor.at(over.discardFrom()).toString())
                    .next(cursor, "turn_started", recorded.run())
                    .recorded(recorded))
            .orElseGet(() -> RunFrames.begin(cursor, "turn_started", recorded));
    return writer
        .number("turn", call.turn())
        .text("model", call.model())
        .number("attempt", call.attempt())
        .number("reserved_cost", call.reserved().dollars())
        .end();
  }

  static byte[] encode(Cursor cursor, Recorded recorded, ToolEvent event) {
    return switch (event) {
      case ToolEvent.ToolCallRequested call ->
          RunFrames.begin(cursor, "tool_call_start", recorded)
              .text("tool_call_id", call.callId())
              .text("tool_name", call.tool())
              .value("tool_input", call.input())
              .text("execution_location", call.location())
              .text("server", server(call.location()))
              .number("call_index", call.index())
              .text("started_at", FrameWriter.time(recorded.at()))
              .value("undoes", UndoFrames.undoes(call))
              .end();
      case ToolEvent.ToolCallFinished call -> finished(cursor, recorded, call);
      case ToolEvent.ToolCallJudged judged -> judged(cursor, recorded, judged);
      case ToolEvent.ClientCallOffered offer ->
          RunFrames.begin(cursor, "tool_result_request", recorded)
              .text("tool_call_id", offer.callId())
              .text("nonce", offer.nonce())
              .text("tool_name", offer.tool())
              .value("tool_input", offer.input())
              .text("expires_at", FrameWriter.time(offer.expires()))
              .end();
      case ToolEvent.ClearanceVoided _,
          ToolEvent.ToolCallDispatched _,
          ToolEvent.ToolRetryPlanned _,
          ToolEvent.ToolCallDoubted _ ->
          NOTHING;
    };
  }

  /// One event for each finding. Only the last has an id: a client that got but the first gets all
  /// again.
  private static byte[] judged(Cursor cursor, Recorded recorded, ToolEvent.ToolCallJudged judged) {
    List<Finding> findings = judged.findings();
    if (findings.isEmpty()) {
      return NOTHING;
    }
    boolean alone = findings.size() == 1;
    FrameWriter writer =
        alone
            ? FrameWriter.at(cursor, DECISION, recorded.run(), 0)
            : FrameWriter.nowhere(DECISION, recorded.run());
    for (int number = 0; number < findings.size(); number++) {
      Finding finding = findings.get(number);
      if (number > 0) {
        boolean last = number == findings.size() - 1;
        writer =
            last
                ? writer.next(cursor, DECISION, recorded.run())
                : writer.next(DECISION, recorded.run());
      }
      writer
          .recorded(recorded)
          .text("tool_call_id", judged.callId())
          .text("tool_name", judged.tool())
          .text("action", finding.action().wire())
          .text("code", finding.code())
          .text("message", finding.message());
    }
    return writer.end();
  }

  private static byte[] finished(
      Cursor cursor, Recorded recorded, ToolEvent.ToolCallFinished call) {
    FrameWriter writer =
        RunFrames.begin(cursor, "tool_call_complete", recorded)
            .text("tool_call_id", call.callId())
            .text("tool_name", call.tool())
            .value("result", result(call.outcome()))
            .value("error", error(call.outcome()))
            .number("duration_ms", call.millis())
            .text("execution_location", location(call))
            .text("server", call.location().flatMap(StepFrames::server));
    call.sandbox()
        .ifPresent(sandbox ->
            writer.value(
                "sandbox",
                Json.obj(
                    "backend", Json.of(sandbox.backend()), "level", Json.of(sandbox.level()))));
    call.blob().ifPresent(id -> writer.value("truncated", Json.of(true)).text("artifact_id", id));
    return writer.end();
  }

  /// Where it really ran counts more than where it was meant to.
  private static String location(ToolEvent.ToolCallFinished call) {
    return call.sandbox()
        .map(sandbox -> "sandbox:" + sandbox.backend())
        .or(call::location)
        .orElse(HERE);
  }

  /// The name of an MCP server, where the call goes to one.
  private static Optional<String> server(String location) {
    return Optional.of(location)
        .filter(it -> it.startsWith(SERVER))
        .map(it -> it.substring(SERVER.length()));
  }

  /// Exactly one of result and error is not `null`, so a tool that answers `null` shows an empty
  /// object.
  private static Json result(ToolOutcome outcome) {
    return switch (outcome) {
      case ToolOutcome.Ok(Json.Null _, _) -> Json.object().build();
      case ToolOutcome.Ok ok -> ok.value();
      case ToolOutcome.Failed _ -> Json.NULL;
    };
  }

  private static Json error(ToolOutcome outcome) {
    return switch (outcome) {
      case ToolOutcome.Ok _ -> Json.NULL;
      case ToolOutcome.Failed(Failure failure) -> {
        Json.ObjBuilder json =
            Json.object().put("code", failure.code().wire()).put("message", failure.message());
        failure.subCode().ifPresent(detail -> json.put("sub_code", detail));
        yield json.build();
      }
    };
  }
}
