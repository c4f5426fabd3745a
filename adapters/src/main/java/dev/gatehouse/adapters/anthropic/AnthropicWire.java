package dev.gatehouse.adapters.anthropic;

import dev.gatehouse.adapters.http.FailureRules;
import dev.gatehouse.adapters.http.StreamDecoder;
import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.adapters.http.Wire;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Path, headers, body and answers of the Messages wire.
final class AnthropicWire implements Wire {

  /// The name under which blocks only this wire understands are kept.
  static final String NAME = "anthropic";

  static final int LONGEST_TOOL_NAME = 128;

  private static final String VERSION = "2023-06-01";

  @Override
  public String path() {
    return "/v1/messages";
  }

  @Override
  public Map<String, String> headers(Optional<Credential> credential) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("anthropic-version", VERSION);
    credential.ifPresent(proof -> {
      switch (proof.kind()) {
        case KEY -> headers.put("x-api-key", proof.reveal());
        case BEARER -> headers.put("Authorization", "Bearer " + proof.reveal());
      }
    });
    return headers;
  }

  @Override
  public Json body(ModelRequest request) {
    return AnthropicRequest.of(request, names(request));
  }

  @Override
  public StreamDecoder decoder(ModelRequest request, ModelListener listener, FailureRules rules) {
    return new AnthropicDecoder(request, names(request), listener, rules);
  }

  private static ToolNames names(ModelRequest request) {
    return ToolNames.of(request.tools(), LONGEST_TOOL_NAME);
  }
}
