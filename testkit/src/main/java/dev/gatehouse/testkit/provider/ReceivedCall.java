package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request as a [ScriptedProvider] got it.
///
/// @param path such as `/v1/messages`
/// @param headers by lower-case name
/// @param body the JSON that was sent
public record ReceivedCall(String path, Map<String, String> headers, Json body) {

  /// Copies the headers.
  public ReceivedCall {
    headers = Map.copyOf(headers);
  }

  /// {@return a header's value, in whatever case its name was sent}
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
