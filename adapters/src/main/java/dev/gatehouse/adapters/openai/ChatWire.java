package dev.gatehouse.adapters.openai;

import dev.gatehouse.adapters.http.FailureRules;
import dev.gatehouse.adapters.http.StreamDecoder;
import dev.gatehouse.adapters.http.ToolNames;
import dev.gatehouse.adapters.http.Wire;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.Map;
import java.util.Optional;

/// Path, headers, body and answers of the Chat Completions wire.
record ChatWire(ChatHost host) implements Wire {

  static final int LONGEST_TOOL_NAME = 64;

  @Override
  public String path() {
    return "/chat/completions";
  }

  @Override
  public Map<String, String> headers(Optional<Credential> credential) {
    return BearerHeader.of(credential);
  }

  @Override
  public Json body(ModelRequest request) {
    return new ChatRequest(request, host, names(request)).json();
  }

  @Override
  public StreamDecoder decoder(ModelRequest request, ModelListener listener, FailureRules rules) {
    return new ChatDecoder(request, names(request), listener, rules);
  }

  private static ToolNames names(ModelRequest request) {
    return ToolNames.of(request.tools(), LONGEST_TOOL_NAME);
  }
}
