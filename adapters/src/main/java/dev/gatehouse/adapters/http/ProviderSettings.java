package dev.gatehouse.adapters.http;

import dev.gatehouse.core.spi.Credential;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a provider is and how to talk to it.
///
/// @param name the provider as messages name it, such as `anthropic`
/// @param baseUrl what the wire's paths are appended to, without a slash at the end
/// @param credential proves who calls, unless a request brings its own
/// @param credentialVariable the environment variable the message about a missing credential names;
///   empty when the provider may be called without one
/// @param patience how long to wait
/// @param headers sent with every call, after ours
public record ProviderSettings(
    String name,
    URI baseUrl,
    Optional<Credential> credential,
    Optional<String> credentialVariable,
    Patience patience,
    Map<String, String> headers) {

  /// Copies the headers, trims the address and refuses one that is not HTTP.
  public ProviderSettings {
    headers = Map.copyOf(headers);
    baseUrl = trimmed(baseUrl);
  }

  /// A provider that needs a credential.
  public static ProviderSettings keyed(String name, URI baseUrl, String credentialVariable) {
    return new ProviderSettings(
        name,
        baseUrl,
        Optional.empty(),
        Optional.of(credentialVariable),
        Patience.STANDARD,
        Map.of());
  }

  /// A provider that may be called without a credential, such as one on this machine.
  public static ProviderSettings open(String name, URI baseUrl) {
    return new ProviderSettings(
        name, baseUrl, Optional.empty(), Optional.empty(), Patience.STANDARD, Map.of());
  }

  /// {@return these settings with a credential}
  public ProviderSettings withCredential(Credential proof) {
    return new ProviderSettings(
        name, baseUrl, Optional.of(proof), credentialVariable, patience, headers);
  }

  /// {@return these settings with other waits}
  public ProviderSettings withPatience(Patience waits) {
    return new ProviderSettings(name, baseUrl, credential, credentialVariable, waits, headers);
  }

  /// {@return these settings with one more header}
  public ProviderSettings withHeader(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new ProviderSettings(name, baseUrl, credential, credentialVariable, patience, more);
  }

  /// {@return these settings under another address}
  public ProviderSettings withBaseUrl(URI address) {
    return new ProviderSettings(name, address, credential, credentialVariable, patience, headers);
  }

  private static URI trimmed(URI url) {
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "the base URL \""
              + url
              + "\" is not an http or https address; write it like \"https://host/v1\"");
    }
    return URI.create(url.toString().replaceAll("/+$", ""));
  }
}
