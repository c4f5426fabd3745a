package dev.gatehouse.adapters.http;

import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.json.JsonWriter;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/// A [Model] behind a wire that answers with server-sent events.
public final class StreamingModel implements Model {

  private final ProviderSettings settings;
  private final Wire wire;
  private final Upstream upstream;
  private final Once<OkHttpClient> client;

  private StreamingModel(ProviderSettings settings, Wire wire, Upstream upstream) {
    this.settings = settings;
    this.wire = wire;
    this.upstream = upstream;
    this.client = new Once<>(() -> upstream.client(settings.patience()));
  }

  /// Makes a model that speaks this wire.
  public static StreamingModel of(ProviderSettings settings, Wire wire, Upstream upstream) {
    return new StreamingModel(settings, wire, upstream);
  }

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    Optional<Credential> credential = request.credential().or(settings::credential);
    if (credential.isEmpty() && settings.credentialVariable().isPresent()) {
      String variable = settings.credentialVariable().get();
      return new ModelOutcome.Failed(FailureRules.noCredential(settings, variable), Usage.NONE);
    }
    var rules = new FailureRules(settings.name(), credential);
    Request http;
    try {
      http = http(request, credential);
    } catch (JsonException | IllegalArgumentException e) {
      // A header or a value that no wire can carry.
      return new ModelOutcome.Failed(rules.unsendable(e), Usage.NONE);
    }
    var decoder = wire.decoder(request, listener, rules);
    return new StreamedCall(upstream, settings.patience(), rules, decoder, listener, cancel)
        .run(client.get().newCall(http));
  }

  private Request http(ModelRequest request, Optional<Credential> credential) {
    var http =
        new Request.Builder()
            .url(settings.baseUrl() + wire.path())
            .header("Accept", "text/event-stream")
            // A compressed stream would sit in the compressor's buffer.
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "gatehouse");
    wire.headers(credential).forEach(http::header);
    settings.headers().forEach(http::header);
    request.trace().ifPresent(trace -> http.header("traceparent", trace));
    return http.post(new OneTimeBody(JsonWriter.bytes(wire.body(request)))).build();
  }
}
