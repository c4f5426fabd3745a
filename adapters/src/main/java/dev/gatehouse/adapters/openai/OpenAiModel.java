package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.ProviderSettings;
import dev.gatehouse.adapters.http.StreamingModel;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.net.URI;

/// A model behind one of OpenAI's wires: Responses for OpenAI itself, Chat Completions for all who
/// are compatible.
public final class OpenAiModel implements Model {

  /// The environment variable of the vendor's own tools.
  public static final String KEY_VARIABLE = "OPENAI_API_KEY";

  /// Where the vendor serves it.
  public static final URI BASE_URL = URI.create("https://api.openai.com/v1");

  private final StreamingModel calls;

  private OpenAiModel(StreamingModel calls) {
    this.calls = calls;
  }

  /// The vendor's own service, still without a credential.
  public static ProviderSettings settings() {
    return ProviderSettings.keyed("openai", BASE_URL, KEY_VARIABLE);
  }

  /// Makes a model that speaks the Responses wire.
  ///
  /// @param settings where it is; the base URL comes with `/v1`
  public static OpenAiModel responses(ProviderSettings settings, Upstream upstream) {
    return new OpenAiModel(StreamingModel.of(settings, new ResponsesWire(), upstream));
  }

  /// Makes a model that speaks the Chat Completions wire.
  ///
  /// @param settings where it is; the base URL comes with `/v1`
  public static OpenAiModel chat(ProviderSettings settings, Upstream upstream) {
    var host = ChatHost.of(settings.baseUrl());
    return new OpenAiModel(StreamingModel.of(settings, new ChatWire(host), upstream));
  }

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    return calls.call(request, listener, cancel);
  }
}
