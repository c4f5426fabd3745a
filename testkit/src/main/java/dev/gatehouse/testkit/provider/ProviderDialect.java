package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The wires a [ScriptedProvider] speaks. Which one a request means is told by its path.
public enum ProviderDialect {
  /// Anthropic's Messages.
  ANTHROPIC("/v1/messages", ""),
  /// OpenAI's Responses.
  RESPONSES("/v1/responses", "/v1"),
  /// OpenAI's Chat Completions, and everybody's who is compatible with it.
  CHAT("/v1/chat/completions", "/v1");

  private final String path;
  private final String basePath;

  ProviderDialect(String path, String basePath) {
    this.path = path;
    this.basePath = basePath;
  }

  /// {@return the path that is called}
  public String path() {
    return path;
  }

  /// {@return the path a base URL ends with by this vendor's convention}
  public String basePath() {
    return basePath;
  }

  static Optional<ProviderDialect> at(String path) {
    return List.of(values()).stream().filter(dialect -> path.endsWith(dialect.path)).findFirst();
  }

  List<ProviderFrame> frames(ScriptedAnswer answer) {
    return switch (this) {
      case ANTHROPIC -> new AnthropicFrames(answer).frames();
      case RESPONSES -> new ResponsesFrames(answer).frames();
      case CHAT -> new ChatFrames(answer).frames();
    };
  }

  /// The body of an answer that is an error.
  Json errorBody(String type, String message) {
    return switch (this) {
      case ANTHROPIC ->
          Json.obj(
              "type", Json.of("error"),
              "error", Json.obj("type", Json.of(type), "message", Json.of(message)));
      case RESPONSES, CHAT -> Json.obj("error", openAiError(type, message));
    };
  }

  /// The frames of an error amid a stream.
  List<ProviderFrame> errorFrames(String type, String message) {
    return switch (this) {
      case ANTHROPIC ->
          List.of(ProviderFrame.named(ProviderFrame.Kind.END, "error", errorBody(type, message)));
      case RESPONSES ->
          List.of(
              ProviderFrame.named(
                  ProviderFrame.Kind.END,
                  "error",
                  Json.obj("type", Json.of("error"), "error", openAiError(type, message))));
      case CHAT ->
          List.of(ProviderFrame.data(ProviderFrame.Kind.END, errorBody(type, message).toString()));
    };
  }

  private static Json openAiError(String type, String message) {
    return Json.object()
        .put("message", message)
        .put("type", type)
        .put("param", Json.NULL)
        .put("code", type)
        .build();
  }

  /// {@return the name as people write it}
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
