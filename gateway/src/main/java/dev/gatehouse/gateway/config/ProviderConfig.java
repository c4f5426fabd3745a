package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One service that runs models.
public record ProviderConfig(
    @Doc("The wire it speaks; by its name when that is one of these.") Optional<Kind> type,
    @Doc("Where it is; the vendor's address when absent.") Optional<String> baseUrl,
    @Doc("The key to call it with.") Optional<Secret> apiKey,
    @Doc("Several keys to share its calls among, in the place of one.") List<Secret> keys,
    @Doc("A bearer token instead of a key.") Optional<Secret> authToken,
    @Doc("Headers sent with every call.") Map<String, Secret> headers,
    @Doc("How long one call may take.") Duration timeout,
    @Doc(
            "How many calls each of its models should have at a time with each key; any number when"
                + " absent.")
        Optional<Integer> maxConcurrent,
    @Doc("A PEM file of the certificates to trust in place of those that Java trusts.")
        Optional<String> trust) {

  /// Nothing but a time limit of ten minutes.
  public static final ProviderConfig STANDARD =
      new ProviderConfig(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Map.of(),
          Duration.ofMinutes(10),
          Optional.empty(),
          Optional.empty());

  /// Copies the collections; refuses contradictions.
  public ProviderConfig {
    keys = List.copyOf(keys);
    headers = InOrder.copyOf(headers);
    baseUrl.ifPresent(url -> Require.httpUrl("base-url", url));
    Require.positive("timeout", timeout);
    maxConcurrent.ifPresent(most -> Require.within("max-concurrent", most, 1, 1_000_000));
    if (apiKey.isPresent() && authToken.isPresent()) {
      throw new IllegalArgumentException("give either api-key or auth-token, not both");
    }
    if (!keys.isEmpty() && (apiKey.isPresent() || authToken.isPresent())) {
      throw new IllegalArgumentException("give either keys or one api-key or auth-token");
    }
  }

  /// {@return the wire it speaks, declared or told by its name}
  public Optional<Kind> kind(String name) {
    return type.or(() -> Kind.named(name));
  }

  /// {@return this provider speaking a wire}
  public ProviderConfig withType(Kind kind) {
    return Replaced.in(this, "type", Optional.of(kind));
  }

  /// {@return this provider at another address}
  public ProviderConfig withBaseUrl(String url) {
    return Replaced.in(this, "baseUrl", Optional.of(url));
  }

  /// {@return this provider with a key}
  public ProviderConfig withApiKey(Secret key) {
    return Replaced.in(alone(), "apiKey", Optional.of(key));
  }

  /// {@return this provider with a bearer token}
  public ProviderConfig withAuthToken(Secret token) {
    return Replaced.in(alone(), "authToken", Optional.of(token));
  }

  /// {@return this provider with several keys}
  public ProviderConfig withKeys(List<Secret> several) {
    return Replaced.in(alone(), "keys", several);
  }

  /// {@return this provider with a bound on the calls of each model and key}
  public ProviderConfig withMaxConcurrent(int calls) {
    return Replaced.in(this, "maxConcurrent", Optional.of(calls));
  }

  /// {@return this provider vouched for by the certificates of a PEM file}
  public ProviderConfig withTrust(String pem) {
    return Replaced.in(this, "trust", Optional.of(pem));
  }

  private ProviderConfig alone() {
    return new ProviderConfig(
        type,
        baseUrl,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        headers,
        timeout,
        maxConcurrent,
        trust);
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
