package dev.gatehouse.protocols.api;

import static dev.gatehouse.protocols.api.ObjectShape.listOf;
import static dev.gatehouse.protocols.api.ObjectShape.orNull;
import static dev.gatehouse.protocols.api.ObjectShape.ref;
import static dev.gatehouse.protocols.api.Schemas.AMOUNT;
import static dev.gatehouse.protocols.api.Schemas.ANYTHING;
import static dev.gatehouse.protocols.api.Schemas.COUNT;
import static dev.gatehouse.protocols.api.Schemas.FLAG;
import static dev.gatehouse.protocols.api.Schemas.OBJECT;
import static dev.gatehouse.protocols.api.Schemas.TEXT;
import static dev.gatehouse.protocols.api.Schemas.choice;

import dev.gatehouse.core.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// The JSON Schemas of what routes answer, by the names they have in the OpenAPI document. Members
/// may be added to them in later versions; none is renamed.
final class AnswerSchemas {

  private static final Json.Obj TEXT_OR_NULL = orNull("string");
  private static final Json.Obj TEXTS = listOf(TEXT);

  private AnswerSchemas() {}

  static Map<String, Json.Obj> all() {
    Map<String, ObjectShape> shapes = new LinkedHashMap<>();
    server(shapes);
    sessions(shapes);
    runs(shapes);
    inquiry(shapes);
    people(shapes);
    catalog(shapes);
    schedules(shapes);
    Map<String, Json.Obj> all = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> all.put(name, shape.schema()));
    for (String item : AnswerTable.LISTED) {
      all.put(item + "List", list(item).schema());
    }
    all.put("RunList", list("Run").must(OBJECT, "counts").schema());
    all.put("MessageList", list("Message").must(COUNT, "branch", "branches").schema());
    return all;
  }

  private static ObjectShape list(String item) {
    return new ObjectShape().must(listOf(ref(item)), "items").must(TEXT_OR_NULL, "next_cursor");
  }

  private static void server(Map<String, ObjectShape> shapes) {
    shapes.put(
        "Health",
        new ObjectShape()
            .must(TEXT, "status", "version")
            .must(choice("open", "keys"), "auth")
            .must(COUNT, "live_runs"));
    shapes.put("Ready", new ObjectShape().must(TEXT, "status"));
    shapes.put("Ok", new ObjectShape().must(TEXT, "status"));
    shapes.put(
        "File",
        new ObjectShape()
            .must(TEXT, "id", "name", "media_type", "session_id", "created_at")
            .must(COUNT, "size"));
    shapes.put("OpenApi", new ObjectShape().must(TEXT, "openapi").must(OBJECT, "info", "paths"));
  }

  private static void sessions(Map<String, ObjectShape> shapes) {
    shapes.put("Ticket", ticket());
    shapes.put(
        "Admission",
        ticket()
            .must(TEXT, "user_id")
            .may(
                new ObjectShape()
                    .must(TEXT, "default_model")
                    .must(TEXTS, "allowed_models")
                    .must(OBJECT, "display_names")
                    .schema(),
                "model_catalog"));
    shapes.put(
        "Session",
        new ObjectShape()
            .must(TEXT, "session_id", "user_id", "created_at", "updated_at")
            .must(TEXT_OR_NULL, "channel", "active_run_id")
            .must(TEXTS, "queued_run_ids")
            .must(COUNT, "branch", "branches", "messages"));
    shapes.put(
        "Message",
        new ObjectShape()
            .must(choice("user", "assistant", "tool"), "role")
            .must(listOf(OBJECT), "content"));
  }

  private static ObjectShape ticket() {
    return new ObjectShape().must(TEXT, "session_token", "session_id").must(COUNT, "expires_at");
  }

  private static void runs(Map<String, ObjectShape> shapes) {
    Json.Obj status = choice("queued", "running", "waiting", "completed", "failed", "cancelled");
    shapes.put(
        "Usage",
        new ObjectShape()
            .must(
                COUNT,
                "input_tokens",
                "output_tokens",
                "cache_creation_input_tokens",
                "cache_read_input_tokens",
                "reasoning_tokens")
            .must(AMOUNT, "estimated_cost"));
    shapes.put(
        "Failure",
        new ObjectShape()
            .must(TEXT, "code", "message")
            .must(FLAG, "retryable")
            .may(TEXT, "sub_code"));
    shapes.put("RunBrief", new ObjectShape().must(TEXT, "run_id").must(status, "status"));
    shapes.put(
        "Run",
        new ObjectShape()
            .must(TEXT, "run_id", "session_id", "created_at")
            .must(choice("chat", "agent", "workflow", "subagent", "heartbeat"), "kind")
            .must(status, "status")
            .must(TEXTS, "children")
            .must(ref("Usage"), "usage")
            .must(AMOUNT, "cost_usd")
            .must(OBJECT, "limits", "metadata")
            .must(COUNT, "seq")
            .may(TEXT, "agent", "model", "workflow_id", "parent_run_id", "stop_reason")
            .may(TEXT, "due_at", "started_at", "ended_at")
            .may(
                choice(
                    "success",
                    "truncated",
                    "refused",
                    "max_turns",
                    "budget_exceeded",
                    "timeout",
                    "failed",
                    "cancelled"),
                "outcome")
            .may(COUNT, "version")
            .may(ANYTHING, "output")
            .may(ref("Failure"), "error")
            .may(new ObjectShape().must(TEXT, "reason", "by").schema(), "cancelled"));
  }

  private static void inquiry(Map<String, ObjectShape> shapes) {
    shapes.put("Event", new ObjectShape().must(COUNT, "seq").must(TEXT, "ts", "type"));
    Json.Obj fact =
        new ObjectShape()
            .must(COUNT, "seq")
            .must(TEXT, "at", "kind", "subject", "because")
            .must(OBJECT, "data")
            .schema();
    shapes.put("Why", new ObjectShape().must(TEXT, "summary").must(listOf(fact), "facts"));
    Json.Obj wait =
        new ObjectShape()
            .must(TEXT, "kind", "id", "since")
            .must(AMOUNT, "age_s")
            .may(TEXT, "expires_at")
            .schema();
    shapes.put(
        "BlockedOn", new ObjectShape().must(TEXT, "status").must(listOf(wait), "waiting_for"));
    shapes.put(
        "Graph", new ObjectShape().must(TEXT, "workflow").must(listOf(OBJECT), "nodes", "edges"));
  }

  private static void people(Map<String, ObjectShape> shapes) {
    shapes.put(
        "Approval",
        new ObjectShape()
            .must(choice("open", "approved", "denied", "expired", "cancelled"), "status")
            .must(TEXT, "approval_id", "run_id", "session_id", "agent", "user_id")
            .must(TEXT, "tool_call_id", "tool_name", "reason", "risk", "input_digest")
            .must(ANYTHING, "tool_input")
            .must(TEXTS, "approvers")
            .must(FLAG, "tainted", "four_eyes", "allow_persistent_approval")
            .must(TEXT, "created_at", "expires_at")
            .must(TEXT, "rule")
            .may(TEXT, "by", "resolved_at", "comment", "grant_id")
            .may(ANYTHING, "edited_input"));
    shapes.put(
        "Question",
        new ObjectShape()
            .must(choice("open", "answered", "declined", "expired", "cancelled"), "status")
            .must(TEXT, "question_id", "run_id", "session_id", "kind", "prompt", "created_at")
            .must(TEXTS, "choices")
            .must(ANYTHING, "schema")
            .must(TEXT, "tool_call_id")
            .must(TEXT_OR_NULL, "node", "role", "expires_at")
            .may(ANYTHING, "answer")
            .may(TEXT, "by", "resolved_at"));
    shapes.put("Grant", new ObjectShape().must(grant().schema(), "grant"));
    shapes.put(
        "Delivery",
        new ObjectShape()
            .must(TEXT, "delivery_id", "run_id", "session_id", "target", "event", "status")
            .must(COUNT, "attempts", "parts_sent")
            .must(TEXT, "created_at", "updated_at")
            .may(TEXT, "next_attempt_at", "last_error"));
  }

  private static ObjectShape grant() {
    return new ObjectShape()
        .must(TEXT, "id", "scope", "tool", "schema", "agent", "by", "given")
        .may(TEXT, "when", "expires");
  }

  private static void catalog(Map<String, ObjectShape> shapes) {
    shapes.put(
        "Agent",
        new ObjectShape()
            .must(TEXT, "name", "description", "role", "cost_class", "model")
            .must(TEXTS, "capabilities", "models", "tools")
            .must(orNull("integer"), "max_concurrent")
            .must(COUNT, "max_turns"));
    shapes.put(
        "Tool",
        new ObjectShape()
            .must(TEXT, "name", "description", "location")
            .must(choice("read", "write", "irreversible"), "effect")
            .must(OBJECT, "input_schema")
            .must(AMOUNT, "timeout_s"));
    shapes.put(
        "Model",
        new ObjectShape()
            .must(TEXT, "name", "provider", "display_name")
            .must(FLAG, "priced")
            .must(COUNT, "context_window")
            .must(TEXT_OR_NULL, "strategy")
            .must(listOf(OBJECT), "chain"));
    shapes.put("Skill", new ObjectShape().must(TEXT, "name", "kind", "description"));
    shapes.put("Workflow", edition());
    shapes.put("WorkflowDocument", edition().must(OBJECT, "workflow"));
  }

  private static ObjectShape edition() {
    return new ObjectShape()
        .must(TEXT, "id", "digest", "published_at", "published_by")
        .must(COUNT, "version");
  }

  private static void schedules(Map<String, ObjectShape> shapes) {
    shapes.put("Tick", new ObjectShape().must(TEXT, "run_id", "schedule"));
    shapes.put(
        "Schedule",
        new ObjectShape()
            .must(TEXT, "id", "tenant", "source", "message", "timezone")
            .must(TEXT, "jitter", "missed", "overlap", "created_at")
            .must(FLAG, "paused")
            .must(TEXTS, "delivery", "next")
            .must(COUNT, "consecutive_errors", "ticks", "waiting")
            .must(listOf(ANYTHING), "running", "outcomes")
            .may(TEXT, "agent", "workflow", "every", "cron")
            .may(TEXT, "retry_at", "last_alert_at", "last_error_at")
            .may(listOf(COUNT), "active_hours")
            .may(OBJECT, "input", "heartbeat"));
  }
}
