package dev.gatehouse.adapters.anthropic;

import dev.gatehouse.adapters.http.ProviderSettings;
import dev.gatehouse.adapters.http.StreamingModel;
import dev.gatehouse.adapters.http.Upstream;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.net.URI;

/// Claude, or whatever else speaks Anthropic's Messages wire.
public final class AnthropicModel implements Model {

  /// The environment variable of the vendor's own tools.
  public static final String KEY_VARIABLE = "ANTHROPIC_API_KEY";

  /// Where the vendor serves it.
  public static final URI BASE_URL = URI.create("https://api.anthropic.com");

  private final StreamingModel calls;

  private AnthropicModel(StreamingModel calls) {
    this.calls = calls;
  }

  /// The vendor's own service, still without a credential.
  public static ProviderSettings settings() {
    return ProviderSettings.keyed("anthropic", BASE_URL, KEY_VARIABLE);
  }

  /// Makes a model.
  ///
  /// @param settings where it is; the base URL comes without `/v1`
  public static AnthropicModel of(ProviderSettings settings, Upstream upstream) {
    return new AnthropicModel(StreamingModel.of(settings, new AnthropicWire(), upstream));
  }

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    return calls.call(request, listener, cancel);
  }
}
