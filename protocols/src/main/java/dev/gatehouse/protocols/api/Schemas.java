package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import java.util.List;

/// The JSON Schemas of request bodies, for the OpenAPI document.
final class Schemas {

  static final Json.Obj TEXT = type("string");
  static final Json.Obj FLAG = type("boolean");
  static final Json.Obj COUNT = Json.obj("type", Json.of("integer"), "minimum", Json.of(0));
  static final Json.Obj AMOUNT = Json.obj("type", Json.of("number"), "minimum", Json.of(0));
  static final Json.Obj OBJECT = type("object");
  static final Json.Obj ANYTHING = Json.object().build();

  private static final Json.Obj LIMITS =
      body(
          List.of(),
          Json.object()
              .put("max_turns", COUNT)
              .put("max_budget_usd", AMOUNT)
              .put("max_tokens", COUNT)
              .put("timeout_s", AMOUNT)
              .build());

  static final Json.Obj INIT =
      body(
          List.of("api_key"),
          Json.object()
              .put("api_key", Json.obj("type", Json.of("string"), "minLength", Json.of(1)))
              .put("user_id", TEXT)
              .put("session_id", TEXT)
              .put("context", OBJECT)
              .put("anthropic_api_key", TEXT)
              .put("anthropic_auth_token", TEXT)
              .put("anthropic_auth_mode", TEXT)
              .put("openai_api_key", TEXT)
              .build());

  static final Json.Obj CHAT =
      body(
          List.of("messages"),
          Json.object()
              .put("messages", array(message()))
              .put("user_id", TEXT)
              .put("request_id", TEXT)
              .put("context", OBJECT)
              .put("model", TEXT)
              .put("agent", TEXT)
              .put("metadata", OBJECT)
              .put("on_disconnect", choice("continue", "cancel"))
              .put("when_busy", choice("reject", "enqueue", "interrupt", "steer"))
              .put("output_schema", OBJECT)
              .put("client_tools", array(clientTool()))
              .put("limits", LIMITS)
              .build());

  static final Json.Obj TOOL_RESULT =
      body(
          List.of("tool_call_id", "nonce"),
          Json.object()
              .put("tool_call_id", TEXT)
              .put("nonce", TEXT)
              .put("result", ANYTHING)
              .put("error", ANYTHING)
              .build());

  static final Json.Obj TOOL_APPROVAL =
      body(
          List.of("tool_call_id", "nonce", "approved"),
          Json.object()
              .put("tool_call_id", TEXT)
              .put("nonce", TEXT)
              .put("approved", FLAG)
              .put("allow_tool_type", FLAG)
              .put("reason", TEXT)
              .put("edited_input", OBJECT)
              .build());

  static final Json.Obj CANCEL =
      body(
          List.of(),
          Json.object().put("run_id", TEXT).put("session_id", TEXT).put("reason", TEXT).build());

  static final Json.Obj SESSION_FORK = body(List.of(), Json.obj("at_message", COUNT));

  static final Json.Obj RUN =
      body(
          List.of(),
          Json.object()
              .put("agent", TEXT)
              .put("workflow", TEXT)
              .put("version", COUNT)
              .put("input", Json.obj("type", Json.array(Json.of("string"), Json.of("object"))))
              .put("session_id", TEXT)
              .put("context", OBJECT)
              .put("model", TEXT)
              .put("limits", LIMITS)
              .put("metadata", OBJECT)
              .put("output_schema", OBJECT)
              .put("client_tools", array(clientTool()))
              .put("delivery", array(TEXT))
              .put("callback_url", TEXT)
              .put("wait", COUNT)
              .put("delay", COUNT)
              .build());

  static final Json.Obj WORKFLOW =
      body(List.of("id", "steps"), Json.obj("id", TEXT, "steps", array(OBJECT)));

  static final Json.Obj INSERT =
      body(List.of("after", "step"), Json.obj("after", TEXT, "step", OBJECT, "reason", TEXT));

  static final Json.Obj SIGNAL = body(List.of("name"), Json.obj("name", TEXT, "payload", ANYTHING));

  static final Json.Obj REASON = body(List.of(), Json.obj("reason", TEXT));
  static final Json.Obj RUN_CANCEL = body(List.of(), Json.obj("reason", TEXT, "rollback", FLAG));
  static final Json.Obj RESUME = body(List.of(), Json.obj("limits", LIMITS));
  static final Json.Obj RUN_FORK = body(List.of("at_seq"), Json.obj("at_seq", COUNT));

  static final Json.Obj ANSWER =
      body(List.of("action"), Json.obj("action", choice("answer", "decline"), "value", ANYTHING));

  static final Json.Obj APPROVAL =
      body(
          List.of("decision"),
          Json.object()
              .put("decision", choice("approve", "deny"))
              .put("scope", choice("once", "session", "always"))
              .put("when", TEXT)
              .put("reason", TEXT)
              .put("edited_input", OBJECT)
              .build());

  static final Json.Obj FILE =
      body(
          List.of("file"),
          Json.obj("file", Json.obj("type", Json.of("string"), "format", Json.of("binary"))));

  private Schemas() {}

  private static Json.Obj message() {
    return body(
        List.of("role", "content"),
        Json.obj(
            "role",
            choice("user", "assistant"),
            "content",
            Json.obj("type", Json.array(Json.of("string"), Json.of("array")))));
  }

  private static Json.Obj clientTool() {
    return body(
        List.of("name", "input_schema"),
        Json.obj("name", TEXT, "description", TEXT, "input_schema", OBJECT));
  }

  static Json.Obj body(List<String> required, Json.Obj properties) {
    var schema = Json.object().put("type", "object");
    if (!required.isEmpty()) {
      schema.put("required", Json.array(required.stream().map(Json::of).toList()));
    }
    return schema.put("properties", properties).build();
  }

  private static Json.Obj type(String name) {
    return Json.obj("type", Json.of(name));
  }

  private static Json.Obj array(Json.Obj items) {
    return Json.obj("type", Json.of("array"), "items", items);
  }

  static Json.Obj choice(String... values) {
    return Json.obj(
        "type",
        Json.of("string"),
        "enum",
        Json.array(List.of(values).stream().map(Json::of).toList()));
  }
}
