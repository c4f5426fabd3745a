package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One service that runs models.
public record ProviderConfig(
    @Doc("The wire it speaks; by its name when that is one of these.") Optional<Kind> type,
    @Doc("Where it is; the vendor's address when absent.") Optional<String> baseUrl,
    @Doc("The key to call it with.") Optional<Secret> apiKey,
    @Doc("A bearer token instead of a key.") Optional<Secret> authToken,
    @Doc("Headers sent with every call.") Map<String, Secret> headers,
    @Doc("How long one call may take.") Duration timeout) {

  /// Nothing but a time limit of ten minutes.
  public static final ProviderConfig STANDARD =
      new ProviderConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Duration.ofMinutes(10));

  /// Copies the headers; refuses contradictions.
  public ProviderConfig {
    headers = InOrder.copyOf(headers);
    baseUrl.ifPresent(url -> Require.httpUrl("base-url", url));
    Require.positive("timeout", timeout);
    if (apiKey.isPresent() && authToken.isPresent()) {
      throw new IllegalArgumentException("give either api-key or auth-token, not both");
    }
  }

  /// {@return the wire it speaks, declared or told by its name}
  public Optional<Kind> kind(String name) {
    return type.or(() -> Kind.named(name));
  }

  /// {@return this provider speaking a wire}
  public ProviderConfig withType(Kind kind) {
    return new ProviderConfig(Optional.of(kind), baseUrl, apiKey, authToken, headers, timeout);
  }

  /// {@return this provider at another address}
  public ProviderConfig withBaseUrl(String url) {
    return new ProviderConfig(type, Optional.of(url), apiKey, authToken, headers, timeout);
  }

  /// {@return this provider with a key}
  public ProviderConfig withApiKey(Secret key) {
    return new ProviderConfig(type, baseUrl, Optional.of(key), Optional.empty(), headers, timeout);
  }

  /// {@return this provider with a bearer token}
  public ProviderConfig withAuthToken(Secret token) {
    return new ProviderConfig(
        type, baseUrl, Optional.empty(), Optional.of(token), headers, timeout);
  }

  /// The wires.
  public enum Kind {
    /// Anthropic Messages.
    ANTHROPIC,
    /// OpenAI Responses.
    OPENAI,
    /// OpenAI Chat Completions, as many servers speak it.
    OPENAI_COMPATIBLE,
    /// The built-in offline model.
    DEMO;

    private static Optional<Kind> named(String name) {
      return java.util.Arrays.stream(values())
          .filter(kind -> ScalarText.ofConstant(kind).equals(name))
          .findFirst();
    }
  }
}
