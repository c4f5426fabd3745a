package dev.gatehouse.protocols.http;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// An API key as the server knows it: by its digest alone.
///
/// @param name what the operator calls it
/// @param sha256 the digest, 64 hexadecimal digits
/// @param tenant the tenant its sessions belong to
/// @param role what it may touch
/// @param agents the agents it may use, as globs; all when empty
/// @param channel the channel of its sessions, whatever they say
/// @param onDisconnect what becomes of its runs when a client leaves; the server's rule when absent
public record ApiKey(
    String name,
    String sha256,
    String tenant,
    CallerRole role,
    List<String> agents,
    Optional<String> channel,
    Optional<OnDisconnect> onDisconnect) {

  /// Copies the agents; refuses a digest of another form.
  public ApiKey {
    agents = List.copyOf(agents);
    if (digestOf(sha256).length != 32) {
      throw new IllegalArgumentException("key \"" + name + "\" needs a SHA-256 of 64 digits");
    }
  }

  /// A user's key of a tenant.
  public static ApiKey of(String name, String sha256, String tenant) {
    return new ApiKey(
        name, sha256, tenant, CallerRole.USER, List.of(), Optional.empty(), Optional.empty());
  }

  /// {@return this key with another role}
  public ApiKey withRole(CallerRole other) {
    return new ApiKey(name, sha256, tenant, other, agents, channel, onDisconnect);
  }

  /// {@return what tokens carry of the digest}
  public String hash() {
    return sha256.substring(0, 16);
  }

  byte[] digest() {
    return digestOf(sha256);
  }

  private static byte[] digestOf(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
