package dev.gatehouse.adapters.mcp;

import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.util.Optional;

/// One JSON-RPC 2.0 message.
sealed interface RpcMessage {

  /// The method is unknown to whoever was asked.
  long METHOD_NOT_FOUND = -32601;

  /// {@return the message as it goes over the wire}
  Json.Obj json();

  /// Something that wants an answer.
  record Request(Json id, String method, Json.Obj params) implements RpcMessage {
    @Override
    public Json.Obj json() {
      return head().put("id", id).put("method", method).put("params", params).build();
    }
  }

  /// Something that wants none.
  record Notice(String method, Json.Obj params) implements RpcMessage {
    @Override
    public Json.Obj json() {
      return head().put("method", method).put("params", params).build();
    }
  }

  /// What a request came to.
  record Answer(Json id, Json.Obj result) implements RpcMessage {
    @Override
    public Json.Obj json() {
      return head().put("id", id).put("result", result).build();
    }
  }

  /// Why a request came to nothing.
  record Refusal(Json id, RpcError error) implements RpcMessage {
    @Override
    public Json.Obj json() {
      return head().put("id", id).put("error", error.json()).build();
    }
  }

  /// An error as JSON-RPC words it.
  record RpcError(long code, String message, Json data) {
    private static final int MAX_MESSAGE = 2_000;

    static RpcError of(Json error) {
      String message = error.at("message").flatMap(Json::text).orElse("no message");
      return new RpcError(
          error.at("code").flatMap(Json::number).map(BigDecimal::longValue).orElse(0L),
          message.substring(0, Math.min(MAX_MESSAGE, message.length())),
          error.at("data").orElse(Json.NULL));
    }

    Json.Obj json() {
      return Json.object().put("code", code).put("message", message).build();
    }
  }

  /// Reads a message.
  ///
  /// @return nothing when the value is no message
  static Optional<RpcMessage> of(Json json) {
    Optional<Json> id = json.at("id");
    Optional<String> method = json.at("method").flatMap(Json::text);
    Json.Obj params = json.at("params").flatMap(Json::asObject).orElse(Json.object().build());
    if (method.isPresent()) {
      return Optional.of(
          id.<RpcMessage>map(it -> new Request(it, method.get(), params))
              .orElseGet(() -> new Notice(method.get(), params)));
    }
    Optional<RpcMessage> refused =
        json.at("error")
            .filter(error -> error instanceof Json.Obj)
            .map(error -> new Refusal(id.orElse(Json.NULL), RpcError.of(error)));
    return refused.or(() ->
        id.flatMap(
            it -> json.at("result").flatMap(Json::asObject).map(result -> new Answer(it, result))));
  }

  /// {@return the number a request of ours had, which some servers give back as text}
  static Optional<Long> number(Json id) {
    if (id instanceof Json.Str(String text)) {
      return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
    return id.number().map(BigDecimal::longValue);
  }

  private static Json.ObjBuilder head() {
    return Json.object().put("jsonrpc", "2.0");
  }
}
