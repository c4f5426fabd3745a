package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.protocols.http.CallerRole;
import dev.gatehouse.protocols.http.OnDisconnect;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One API key. The key itself is nowhere kept, only its digest.
public record KeyConfig(
    @Required @Doc("The SHA-256 of the key in hexadecimal; `gatehouse key NAME` prints it.")
        String sha256,
    @Doc("The tenant its sessions belong to.") String tenant,
    @Doc("What it may touch.") CallerRole role,
    @Doc("The agents it may use, as globs; all when empty.") List<String> agents,
    @Doc("The channel of its sessions, whatever they say.") Optional<String> channel,
    @Doc("What becomes of its runs when the client leaves.") Optional<OnDisconnect> onDisconnect,
    @Doc("What its runs may use.") RunLimitsConfig limits) {

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /// What a key is besides its digest, which has no standard.
  static final KeyConfig STANDARD = KeyConfig.of("0".repeat(64));

  /// Requires a digest; trims and lower-cases the channel.
  public KeyConfig {
    agents = List.copyOf(agents);
    channel = channel.map(name -> name.strip().toLowerCase(java.util.Locale.ROOT));
    Require.notBlank("tenant", tenant);
    if (!DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "sha256 must be 64 hexadecimal digits in lower case; `gatehouse key NAME` prints them");
    }
  }

  /// A user's key of the tenant `default`.
  public static KeyConfig of(String sha256) {
    return new KeyConfig(
        sha256,
        "default",
        CallerRole.USER,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        RunLimitsConfig.STANDARD);
  }

  /// {@return this key for another tenant}
  public KeyConfig withTenant(String other) {
    return new KeyConfig(sha256, other, role, agents, channel, onDisconnect, limits);
  }

  /// {@return this key with another role}
  public KeyConfig withRole(CallerRole other) {
    return new KeyConfig(sha256, tenant, other, agents, channel, onDisconnect, limits);
  }
}
