package dev.gatehouse.adapters;

import dev.gatehouse.adapters.anthropic.AnthropicModel;
import dev.gatehouse.adapters.http.Patience;
import dev.gatehouse.adapters.http.ProviderSettings;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.adapters.openai.OpenAiModel;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.testkit.provider.ProviderDialect;
import java.net.URI;
import java.util.List;

/// The three models under test, and what they are asked.
final class TestedModels {

  static final String SECRET = "sk-secret-0123456789";

  private TestedModels() {}

  static Model of(ProviderDialect dialect, URI baseUrl, Upstream upstream, Patience patience) {
    ProviderSettings settings =
        settings(dialect)
            .withBaseUrl(baseUrl)
            .withCredential(Credential.key(SECRET))
            .withPatience(patience);
    return switch (dialect) {
      case ANTHROPIC -> AnthropicModel.of(settings, upstream);
      case RESPONSES -> OpenAiModel.responses(settings, upstream);
      case CHAT -> OpenAiModel.chat(settings, upstream);
    };
  }

  static ProviderSettings settings(ProviderDialect dialect) {
    return switch (dialect) {
      case ANTHROPIC -> AnthropicModel.settings();
      case RESPONSES, CHAT -> OpenAiModel.settings();
    };
  }

  static ModelRequest question() {
    return ModelRequest.of(
        "scripted-model-1", "Be brief.", List.of(Message.user("What is the weather?")));
  }

  static ModelRequest questionWithTool() {
    var schema =
        Json.parse("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
    return question().withTools(List.of(new ToolSpec("weather.now", "Tells the weather.", schema)));
  }
}
