package dev.gatehouse.adapters.http;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.Map;
import java.util.Optional;

/// What one provider's protocol adds to a streamed HTTP call.
public interface Wire {

  /// {@return the path after the base URL, such as `/v1/messages`}
  String path();

  /// {@return the headers of every call: how a credential is sent, which version is spoken}
  Map<String, String> headers(Optional<Credential> credential);

  /// {@return the body of a call}
  Json body(ModelRequest request);

  /// {@return what understands the answer to this request}
  StreamDecoder decoder(ModelRequest request, ModelListener listener, FailureRules rules);
}
