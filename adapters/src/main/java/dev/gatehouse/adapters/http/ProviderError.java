package dev.gatehouse.adapters.http;

import dev.gatehouse.core.Failure.Code;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An error as a provider words it, in any of the shapes providers use.
///
/// @param type its kind, such as `rate_limit_error`; may be empty
/// @param code its finer code, such as `context_length_exceeded`; may be empty
/// @param message its sentence; may be empty
public record ProviderError(String type, String code, String message) {

  private static final Map<String, Code> CODES =
      Map.ofEntries(
          Map.entry("context_length_exceeded", Code.CONTEXT_TOO_LONG),
          Map.entry("string_above_max_length", Code.CONTEXT_TOO_LONG),
          Map.entry("insufficient_quota", Code.BILLING),
          Map.entry("billing_hard_limit_reached", Code.BILLING),
          Map.entry("billing_not_active", Code.BILLING),
          Map.entry("billing_error", Code.BILLING),
          Map.entry("insufficient_balance", Code.BILLING),
          Map.entry("invalid_api_key", Code.AUTH),
          Map.entry("authentication_error", Code.AUTH),
          Map.entry("permission_error", Code.AUTH),
          Map.entry("model_not_found", Code.NOT_FOUND),
          Map.entry("not_found_error", Code.NOT_FOUND),
          Map.entry("rate_limit_error", Code.RATE_LIMITED),
          Map.entry("rate_limit_exceeded", Code.RATE_LIMITED),
          Map.entry("overloaded_error", Code.OVERLOADED),
          Map.entry("server_is_overloaded", Code.OVERLOADED),
          Map.entry("slow_down", Code.OVERLOADED),
          Map.entry("engine_overloaded_error", Code.OVERLOADED),
          Map.entry("timeout_error", Code.TIMEOUT),
          Map.entry("timeout", Code.TIMEOUT),
          Map.entry("api_error", Code.SERVER_ERROR),
          Map.entry("server_error", Code.SERVER_ERROR),
          Map.entry("internal_error", Code.SERVER_ERROR),
          Map.entry("internal_server_error", Code.SERVER_ERROR),
          Map.entry("invalid_request_error", Code.BAD_REQUEST),
          Map.entry("request_too_large", Code.BAD_REQUEST),
          Map.entry("invalid_prompt", Code.BAD_REQUEST));

  private static final List<String> TOO_LONG =
      List.of(
          "prompt is too long",
          "exceed context limit",
          "maximum context length",
          "context length",
          "context window",
          "context_length",
          "input is too long",
          "too many tokens",
          "exceeds the available context size");

  private static final List<String> OUT_OF_MONEY =
      List.of("credit balance is too low", "exceeded your current quota", "insufficient balance");

  /// Reads the error in a body or an event, wherever that provider puts it.
  static ProviderError of(JsonNode body) {
    JsonNode error = body.path("error");
    if (error.isObject()) {
      return fields(error);
    }
    JsonNode nested = body.path("response").path("error");
    if (nested.isObject()) {
      return fields(nested);
    }
    String sentence = error.isString() ? error.stringValue() : WireJson.text(body, "message");
    return new ProviderError(
        "",
        WireJson.text(body, "code"),
        sentence.isEmpty() ? detail(body.path("detail")) : sentence);
  }

  /// {@return the failure the words of this error stand for, when they stand for one}
  Optional<Code> meaning() {
    Code named = CODES.getOrDefault(code, CODES.get(type));
    if (named == null || named == Code.BAD_REQUEST) {
      return spoken().or(() -> Optional.ofNullable(named));
    }
    return Optional.of(named);
  }

  /// {@return the finest code it has, for the log}
  Optional<String> subCode() {
    return Optional.of(code.isEmpty() ? type : code).filter(name -> !name.isEmpty());
  }

  /// Some providers tell a long prompt or an empty account only in words.
  private Optional<Code> spoken() {
    String words = message.toLowerCase(Locale.ROOT);
    if (TOO_LONG.stream().anyMatch(words::contains)) {
      return Optional.of(Code.CONTEXT_TOO_LONG);
    }
    return OUT_OF_MONEY.stream().anyMatch(words::contains)
        ? Optional.of(Code.BILLING)
        : Optional.empty();
  }

  private static ProviderError fields(JsonNode error) {
    return new ProviderError(
        WireJson.text(error, "type"),
        WireJson.text(error, "code"),
        WireJson.text(error, "message"));
  }

  private static String detail(JsonNode detail) {
    return detail.isString()
        ? detail.stringValue()
        : detail.isMissingNode() ? "" : detail.toString();
  }
}
