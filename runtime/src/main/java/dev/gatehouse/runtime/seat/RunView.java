package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.run.Progress;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import dev.gatehouse.core.run.RunState.Phase;
import dev.gatehouse.core.run.ToolCall;
import java.time.Instant;
import java.util.Optional;

/// A run as clients see it.
///
/// @param status `queued running waiting completed failed cancelled`
/// @param json the run object of the wire
public record RunView(String status, Json json) {

  static RunView of(RunState run, long seq, Instant at) {
    String status = status(run);
    Json.ObjBuilder json =
        Json.object().put("run_id", run.spec().id()).put("kind", run.spec().kind().wire());
    who(json, run.spec());
    json.put("session_id", run.spec().session());
    run.spec().origin().parent().ifPresent(parent -> json.put("parent_run_id", parent));
    json.put("children", Json.array(run.children().keySet().stream().map(Json::of).toList()))
        .put("status", status);
    run.control().ending().filter(_ -> run.ended()).ifPresent(ending -> outcome(json, run, ending));
    UndoView.of(run).ifPresent(undo -> json.put("undo", undo));
    json.put("usage", usage(run.spent().usage(), run.spent().cost()))
        .put("cost_usd", run.spent().cost().dollars())
        .put("created_at", run.spec().request().created().toString());
    run.spec().request().due().ifPresent(due -> json.put("due_at", due.toString()));
    if (!run.control().since().equals(Instant.EPOCH)) {
      json.put("started_at", run.control().since().toString());
    }
    if (run.ended()) {
      json.put("ended_at", at.toString());
    }
    json.put("limits", limits(run.control().limits()))
        .put("metadata", run.spec().request().metadata())
        .put("seq", seq);
    return new RunView(status, json.build());
  }

  private static void who(Json.ObjBuilder json, RunSpec spec) {
    spec.flow()
        .ifPresentOrElse(
            flow -> json.put("workflow_id", flow.workflow().id()).put("version", flow.version()),
            () -> json.put("agent", spec.agent().name()).put("model", spec.agent().model()));
  }

  /// {@return the status as the wire spells it}
  public static String status(RunState run) {
    if (run.ended()) {
      return switch (run.control().ending().orElseThrow()) {
        case Ending.Completed _, Ending.Limited _ -> "completed";
        case Ending.Cancelled _ -> "cancelled";
        case Ending.Failed _ -> "failed";
      };
    }
    if (run.control().phase() == Phase.QUEUED) {
      return "queued";
    }
    boolean waits =
        !run.questions().isEmpty()
            || run.control().hold() == RunState.Hold.PAUSED
            || (run.flow().isPresent()
                && run.open().values().stream().allMatch(open -> open.ref().passive()))
            || run.progress().stage() instanceof Progress.Stage.Gather
            || run.calls().values().stream().anyMatch(ToolCall::waitsForSomebody);
    return waits ? "waiting" : "running";
  }

  private static void outcome(Json.ObjBuilder json, RunState run, Ending ending) {
    switch (ending) {
      case Ending.Completed done -> {
        json.put("outcome", outcome(done.stop())).put("stop_reason", done.stop().wire());
        json.put("output", output(run));
      }
      case Ending.Limited limited -> {
        json.put("outcome", outcome(limited.stop())).put("stop_reason", limited.stop().wire());
        json.put("output", run.flow().map(FlowView::output).orElseGet(() -> Json.of(answer(run))));
      }
      case Ending.Cancelled stopped ->
          json.put("outcome", "cancelled")
              .put(
                  "cancelled",
                  Json.obj("reason", Json.of(stopped.reason()), "by", Json.of(stopped.by())));
      case Ending.Failed failed -> {
        json.put("outcome", "failed").put("error", failure(failed.failure()));
        run.flow().ifPresent(flow -> json.put("output", FlowView.output(flow)));
      }
    }
  }

  private static Json output(RunState run) {
    return run.flow()
        .map(FlowView::output)
        .or(run::structuredAnswer)
        .orElseGet(() -> Json.of(answer(run)));
  }

  /// The answer: of an agent the text after the last tool results, of a workflow what it yields, as
  /// JSON unless it is a text.
  public static String answer(RunState run) {
    if (run.flow().isPresent()) {
      Json yielded = run.flow().flatMap(FlowView::result).orElse(Json.NULL);
      return yielded instanceof Json.Null ? "" : yielded.text().orElseGet(yielded::toString);
    }
    Optional<Message> last =
        run.talk().messages().reversed().stream()
            .filter(message -> message.role() == Role.ASSISTANT)
            .findFirst();
    return last.map(Message::text).orElse("");
  }

  static String outcome(StopReason stop) {
    return switch (stop) {
      case END_TURN, STOP_SEQUENCE, TOOL_USE -> "success";
      case MAX_TOKENS -> "truncated";
      case REFUSAL, CONTENT_FILTER -> "refused";
      case MAX_TURNS, DEPTH -> "max_turns";
      case BUDGET -> "budget_exceeded";
      case TIME -> "timeout";
    };
  }

  /// {@return the usage object of the wire}
  public static Json usage(Usage usage, Cost cost) {
    return Json.object()
        .put("input_tokens", usage.input())
        .put("output_tokens", usage.output())
        .put("cache_creation_input_tokens", usage.cacheWrite())
        .put("cache_read_input_tokens", usage.cacheRead())
        .put("reasoning_tokens", usage.reasoning())
        .put("estimated_cost", cost.dollars())
        .build();
  }

  /// {@return the error object of a run or a tool call}
  public static Json failure(Failure failure) {
    Json.ObjBuilder json =
        Json.object().put("code", failure.code().wire()).put("message", failure.message());
    failure.subCode().ifPresent(detail -> json.put("sub_code", detail));
    return json.put("retryable", failure.retryable()).build();
  }

  private static Json limits(RunLimits limits) {
    Json.ObjBuilder json = Json.object().put("max_turns", limits.maxTurns());
    limits.maxCost().ifPresent(cost -> json.put("max_budget_usd", cost.dollars()));
    limits.maxTokens().ifPresent(tokens -> json.put("max_tokens", tokens));
    limits.timeout().ifPresent(time -> json.put("timeout_s", time.toMillis() / 1000.0));
    return json.build();
  }
}
