package dev.gatehouse.protocols.http;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The API keys a server accepts.
///
/// A presented key is hashed and compared with every known one in constant time, so that neither
/// what it begins with nor which one it is shows in the time taken. A key has 256 bits of chance,
/// so a plain hash keeps it.
public final class ApiKeys {

  private static final int LONGEST = 1_024;
  private static final int KEY_BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final List<ApiKey> keys;
  private final Door door;

  /// Whether strangers are let in.
  private enum Door {
    OPEN,
    GUARDED
  }

  private ApiKeys(List<ApiKey> keys, Door door) {
    this.keys = List.copyOf(keys);
    this.door = door;
  }

  /// Exactly these keys.
  ///
  /// @throws IllegalArgumentException when there is none: a server that others can reach must not
  ///   be open
  public static ApiKeys of(List<ApiKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "no API key is configured; run `gatehouse key NAME` and put its line under auth.keys, or"
              + " listen on 127.0.0.1");
    }
    return new ApiKeys(keys, Door.GUARDED);
  }

  /// Any key at all, as an administrator of the tenant `default`: only for a server that listens on
  /// loopback.
  public static ApiKeys open() {
    return new ApiKeys(List.of(), Door.OPEN);
  }

  /// No key at all: for a server whose callers all bring tokens of another issuer.
  public static ApiKeys none() {
    return new ApiKeys(List.of(), Door.GUARDED);
  }

  /// {@return whether any key is accepted}
  public boolean isOpen() {
    return door == Door.OPEN;
  }

  /// {@return the key that was presented, when it is accepted}
  public Optional<ApiKey> find(String presented) {
    if (presented.isBlank() || presented.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] digest = Digests.sha256(presented);
    return isOpen() ? Optional.of(anybody(digest)) : known(digest);
  }

  /// {@return the key whose digest begins so}
  ///
  /// @param hash as tokens carry it, see [ApiKey#hash()]
  public Optional<ApiKey> ofHash(String hash) {
    if (isOpen()) {
      return Optional.of(anybody(Digests.sha256(hash)));
    }
    return keys.stream().filter(key -> key.hash().equals(hash)).findFirst();
  }

  /// {@return the key of this name}
  public Optional<ApiKey> named(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  private Optional<ApiKey> known(byte[] digest) {
    Optional<ApiKey> found = Optional.empty();
    for (var key : keys) {
      // Every key is compared, also after the right one.
      if (MessageDigest.isEqual(key.digest(), digest)) {
        found = Optional.of(key);
      }
    }
    return found;
  }

  private static ApiKey anybody(byte[] digest) {
    return ApiKey.of("open", HexFormat.of().formatHex(digest), "default")
        .withRole(CallerRole.ADMIN);
  }

  /// Makes a new key.
  public static MintedKey mint(String name, SecureRandom random) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "key name \"" + name + "\" must be 1 to 64 letters, digits, dashes or underscores");
    }
    byte[] chance = new byte[KEY_BYTES];
    random.nextBytes(chance);
    return new MintedKey(
        name, "gh_" + Base64.getUrlEncoder().withoutPadding().encodeToString(chance));
  }

  /// A new key, shown once. It does not print itself.
  ///
  /// @param key what callers present
  public record MintedKey(String name, String key) {

    /// {@return the digest the configuration keeps}
    public String sha256() {
      return HexFormat.of().formatHex(Digests.sha256(key));
    }

    /// {@return the line for `auth.keys`; the digest is quoted because YAML takes some for numbers}
    public String configLine() {
      return name + ": { sha256: \"" + sha256() + "\", tenant: default, role: user }";
    }

    @Override
    public String toString() {
      return "MintedKey[name=" + name + ", key=(hidden)]";
    }
  }
}
