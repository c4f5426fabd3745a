package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Who may call, and how it is proved.
@Later({"jwks-url", "issuer", "audience", "strict"})
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
    @Doc("How long the resolver of credentials may take.") Duration resolverTimeout) {

  /// No keys, tokens of an hour, sessions of 30 days.
  public static final AuthConfig STANDARD =
      new AuthConfig(
          Map.of(),
          Duration.ofHours(1),
          Optional.empty(),
          Map.of(),
          Duration.ofDays(30),
          Optional.empty(),
          Duration.ofSeconds(5));

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
  }

  /// {@return these rules with other keys}
  public AuthConfig withKeys(Map<String, KeyConfig> other) {
    return new AuthConfig(
        other, tokenTtl, secret, secrets, sessionRetention, sealKey, resolverTimeout);
  }

  /// {@return these rules with another signing secret}
  public AuthConfig withSecret(Secret other) {
    return new AuthConfig(
        keys, tokenTtl, Optional.of(other), Map.of(), sessionRetention, sealKey, resolverTimeout);
  }

  /// {@return these rules with another life of tokens}
  public AuthConfig withTokenTtl(Duration life) {
    return new AuthConfig(keys, life, secret, secrets, sessionRetention, sealKey, resolverTimeout);
  }
}
