package dev.gatehouse.gateway;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.gateway.config.AuthConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.Secret;
import dev.gatehouse.protocols.http.ApiKey;
import dev.gatehouse.protocols.http.ApiKeys;
import dev.gatehouse.protocols.http.KeyFile;
import dev.gatehouse.protocols.http.SealedBox;
import dev.gatehouse.protocols.http.SessionTokens;
import dev.gatehouse.protocols.http.SigningSecrets;
import dev.gatehouse.runtime.Ids;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The secrets of a gateway: the API keys it accepts, the secret it signs tokens with, the key it
/// seals credentials with. What is not configured is made once and kept in the data folder.
///
/// @param api the API keys
/// @param secrets what session tokens are signed with
/// @param seal seals credentials
record Keys(ApiKeys api, SigningSecrets secrets, SealedBox seal, AuthConfig auth) {

  static Keys of(GatehouseConfig config, Path data) {
    SecureRandom random = new SecureRandom();
    AuthConfig auth = config.auth();
    return new Keys(
        api(config),
        sound("auth.secret", () -> secrets(auth, data, random)),
        sound("auth.seal-key", () -> seal(auth, data, random)),
        auth);
  }

  /// A secret that is weak or malformed is a mistake of the configuration.
  private static <T> T sound(String path, Supplier<T> secret) {
    try {
      return secret.get();
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(
          "gatehouse.yaml", List.of(new ConfigError(0, path, String.valueOf(wrong.getMessage()))));
    }
  }

  SessionTokens tokens(InstantSource clock, Ids ids) {
    var names = new SessionTokens.Names("gatehouse", "gatehouse", auth.tokenTtl());
    return new SessionTokens(secrets, names, clock, ids::token);
  }

  private static ApiKeys api(GatehouseConfig config) {
    if (config.auth().keys().isEmpty()) {
      if (config.auth().jwksUrl().isPresent()) {
        return ApiKeys.none();
      }
      if (!config.server().loopback()) {
        throw new GatehouseException(
            ErrorCode.us("keys_required"),
            "server.host \""
                + config.server().host()
                + "\" can be reached from elsewhere and no key is configured: make one with"
                + " `gatehouse key NAME`, or listen on 127.0.0.1");
      }
      return ApiKeys.open();
    }
    List<ApiKey> keys = new ArrayList<>();
    config
        .auth()
        .keys()
        .forEach((name, key) ->
            keys.add(
                new ApiKey(
                    name,
                    key.sha256(),
                    key.tenant(),
                    key.role(),
                    key.agents(),
                    key.channel(),
                    key.onDisconnect())));
    return ApiKeys.of(keys);
  }

  private static SigningSecrets secrets(AuthConfig auth, Path data, SecureRandom random) {
    if (!auth.secrets().isEmpty()) {
      Map<String, String> all = new LinkedHashMap<>();
      auth.secrets().forEach((id, secret) -> all.put(id, secret.reveal()));
      return SigningSecrets.of(all);
    }
    String secret =
        auth.secret()
            .map(Secret::reveal)
            .orElseGet(() ->
                HexFormat.of().formatHex(KeyFile.readOrCreate(data.resolve("token.key"), random)));
    return SigningSecrets.of(secret);
  }

  private static SealedBox seal(AuthConfig auth, Path data, SecureRandom random) {
    byte[] key =
        auth.sealKey()
            .map(secret -> Base64.getDecoder().decode(secret.reveal()))
            .orElseGet(() -> KeyFile.readOrCreate(data.resolve("seal.key"), random));
    return new SealedBox(key, random);
  }
}
