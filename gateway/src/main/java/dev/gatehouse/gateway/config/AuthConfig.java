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
    @Doc("The keys of an external issuer of tokens.") Optional<String> jwksUrl,
    @Doc("Who external tokens must come from.") Optional<String> issuer,
    @Doc("Whom tokens must be meant for.") Optional<String> audience,
    @Doc("How long a session is kept after its last use.") Duration sessionRetention,
    @Doc(
            "The key stored credentials are sealed with, 32 bytes in base64; generated and kept"
                + " when absent.")
        Optional<Secret> sealKey,
    @Doc("How long the resolver of credentials may take.") Duration resolverTimeout,
    @Doc("Refuse a token that is used for another user.") boolean strict) {

  /// No keys, tokens of an hour, sessions of 30 days.
  public static final AuthConfig STANDARD =
      new AuthConfig(
          Map.of(),
          Duration.ofHours(1),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofDays(30),
          Optional.empty(),
          Duration.ofSeconds(5),
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
    jwksUrl.ifPresent(url -> Require.httpUrl("jwks-url", url));
    if (jwksUrl.isPresent() && (issuer.isEmpty() || audience.isEmpty())) {
      throw new IllegalArgumentException(
          "jwks-url needs issuer and audience, or tokens made for others would be taken");
    }
  }

  /// {@return these rules with other keys}
  public AuthConfig withKeys(Map<String, KeyConfig> other) {
    return new AuthConfig(
        other,
        tokenTtl,
        secret,
        secrets,
        jwksUrl,
        issuer,
        audience,
        sessionRetention,
        sealKey,
        resolverTimeout,
        strict);
  }

  /// {@return these rules with another signing secret}
  public AuthConfig withSecret(Secret other) {
    return new AuthConfig(
        keys,
        tokenTtl,
        Optional.of(other),
        Map.of(),
        jwksUrl,
        issuer,
        audience,
        sessionRetention,
        sealKey,
        resolverTimeout,
        strict);
  }

  /// {@return these rules with another life of tokens}
  public AuthConfig withTokenTtl(Duration life) {
    return new AuthConfig(
        keys,
        life,
        secret,
        secrets,
        jwksUrl,
        issuer,
        audience,
        sessionRetention,
        sealKey,
        resolverTimeout,
        strict);
  }
}
