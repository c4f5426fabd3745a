package dev.gatehouse.adapters.openai;

import java.net.URI;
import java.util.Locale;

/// Who is behind a Chat Completions wire: its inventor, whose newer models refuse older fields, or
/// somebody compatible, who may not know the newer ones.
enum ChatHost {
  OPENAI,
  COMPATIBLE;

  static ChatHost of(URI baseUrl) {
    String host = baseUrl.getHost().toLowerCase(Locale.ROOT);
    boolean openAi = host.endsWith(".openai.com") || host.endsWith(".openai.azure.com");
    return openAi ? OPENAI : COMPATIBLE;
  }

  /// {@return the field that bounds the answer}
  String maxTokensField() {
    return this == OPENAI ? "max_completion_tokens" : "max_tokens";
  }
}
