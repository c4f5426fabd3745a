package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Who may call, and how it is proved.
public record AuthConfig(
    @Doc("The API keys, by name.") Map<String, KeyConfig> keys,
    @Doc("How long a session token lives.") Duration tokenTtl,
    @Doc(
            "The secret session tokens are signed with, at least 32 bytes; generated and kept when"
                + " absent.")
        Optional<Secret> secret,
    @Doc("Several secrets by key id, for rotation: the first signs, all verify.")
        Map<String, Secret> secrets,
    @Doc("How long a session is kept after its last use.") Duration sessionRetention,
    @Doc(
            "The key stored credentials are sealed with, 32 bytes in base64; generated and kept"
                + " when absent.")
        Optional<Secret> sealKey,
    @Doc("How long the resolver of credentials may take.") Duration resolverTimeout,
    @Doc("Where another issuer publishes the keys of its tokens (a JWKS document).")
        Optional<String> jwksUrl,
    @Doc("What the tokens of that issuer must name as `iss`.") Optional<String> issuer,
    @Doc("What the tokens of that issuer must name as `aud`.") Optional<String> audience,
    @Doc("Whether requests must name the user their token is for.") boolean strict) {

  /// No keys, tokens of an hour, sessions of 30 days.
  public static final AuthConfig STANDARD =
      new AuthConfig(
          Map.of(),
          Duration.ofHours(1),
          Optional.empty(),
          Map.of(),
          Duration.ofDays(30),
          Optional.empty(),
          Duration.ofSeconds(5),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  /// Copies the maps; refuses contradictions.
  public AuthConfig {
    keys = InOrder.copyOf(keys);
    secrets = InOrder.copyOf(secrets);
    Require.positive("token-ttl", tokenTtl);
    Require.positive("session-retention", sessionRetention);
    Require.positive("resolver-timeout", resolverTimeout);
    if (secret.isPresent() && !secrets.isEmpty()) {
      throw new IllegalArgumentException("give either secret or secrets, not both");
    }
    jwksUrl.ifPresent(url -> Require.confidentialUrl("jwks-url", url));
    boolean whole = jwksUrl.isPresent() && issuer.isPresent() && audience.isPresent();
    boolean none = jwksUrl.isEmpty() && issuer.isEmpty() && audience.isEmpty();
    if (!whole && !none) {
      throw new IllegalArgumentException("give jwks-url, issuer and audience together, or none");
    }
  }

  /// {@return these rules with other keys}
  public AuthConfig withKeys(Map<String, KeyConfig> other) {
    return Replaced.in(this, "keys", other);
  }

  /// {@return these rules with another signing secret}
  public AuthConfig withSecret(Secret other) {
    return Replaced.in(Replaced.in(this, "secrets", Map.of()), "secret", Optional.of(other));
  }

  /// {@return these rules with another life of tokens}
  public AuthConfig withTokenTtl(Duration life) {
    return Replaced.in(this, "tokenTtl", life);
  }

  /// {@return these rules, trusting another issuer of tokens as well}
  ///
  /// @param jwks where it publishes its keys
  public AuthConfig withIssuer(String jwks, String name, String forWhom) {
    return new AuthConfig(
        keys,
        tokenTtl,
        secret,
        secrets,
        sessionRetention,
        sealKey,
        resolverTimeout,
        Optional.of(jwks),
        Optional.of(name),
        Optional.of(forWhom),
        strict);
  }
}
