package dev.gatehouse.protocols.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The secrets session tokens are signed with, by key id: the first signs, all verify.
///
/// To rotate, put a new secret first and drop the old one when the last token it signed has
/// expired. A secret has at least 256 bits and is none that somebody could guess: placeholders from
/// documentation, repetitions and sequences are refused.
public final class SigningSecrets {

  static final int LEAST_BYTES = 32;

  private static final int FEWEST_DISTINCT = 10;
  private static final int MOST_SECRETS = 20;
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// What placeholders in tutorials, samples and default configurations have in common.
  private static final List<String> WELL_KNOWN =
      List.of(
          "secret-key",
          "secretkey",
          "secret_key",
          "jwt-secret",
          "jwt_secret",
          "jwtsecret",
          "dev-secret",
          "dev_secret",
          "devsecret",
          "your-secret",
          "your_secret",
          "my-secret",
          "supersecret",
          "super-secret",
          "super_secret",
          "topsecret",
          "top-secret",
          "change-me",
          "change_me",
          "changeme",
          "changeit",
          "change-in-prod",
          "change_in_prod",
          "change-this",
          "change_this",
          "replace-me",
          "replace_me",
          "do-not-use",
          "not-for-production",
          "256-bit",
          "256 bit",
          "ultra-secure",
          "string-secret",
          "insecure",
          "password",
          "passw0rd",
          "development",
          "default",
          "example",
          "placeholder",
          "gatehouse",
          "correct horse",
          "correcthorse",
          "lorem ipsum",
          "abcdefghijklmnop",
          "qwertyuiop");

  private final Map<String, byte[]> byId;
  private final String current;

  private SigningSecrets(Map<String, byte[]> byId) {
    this.byId = byId;
    this.current = byId.keySet().iterator().next();
  }

  /// One secret, under the key id `k1`.
  public static SigningSecrets of(String secret) {
    return of(Map.of("k1", secret));
  }

  /// Several secrets by key id, in the map's order.
  ///
  /// @throws IllegalArgumentException when there is none, or one is weak
  public static SigningSecrets of(Map<String, String> secrets) {
    if (secrets.isEmpty() || secrets.size() > MOST_SECRETS) {
      throw new IllegalArgumentException(
          "between 1 and " + MOST_SECRETS + " signing secrets are needed, not " + secrets.size());
    }
    var byId = new LinkedHashMap<String, byte[]>();
    secrets.forEach((id, secret) -> byId.put(checkedId(id), checked(id, secret)));
    return new SigningSecrets(byId);
  }

  /// {@return the key id that signs}
  String current() {
    return current;
  }

  /// {@return the secret with this key id}
  Optional<byte[]> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  private static String checkedId(String id) {
    if (!KEY_ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "key id \"" + id + "\" must be 1 to 64 letters, digits, dots, dashes or underscores");
    }
    return id;
  }

  private static byte[] checked(String id, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < LEAST_BYTES) {
      throw weak(id, "has " + bytes.length + " bytes instead of at least " + LEAST_BYTES);
    }
    var lower = secret.toLowerCase(Locale.ROOT);
    if (WELL_KNOWN.stream().anyMatch(lower::contains)) {
      throw weak(id, "is a well-known placeholder");
    }
    if (secret.chars().distinct().count() < FEWEST_DISTINCT || repeats(secret) || counts(secret)) {
      throw weak(id, "is a pattern that can be guessed");
    }
    return bytes;
  }

  private static IllegalArgumentException weak(String id, String why) {
    return new IllegalArgumentException(
        "the signing secret \"" + id + "\" " + why + "; make one with: openssl rand -base64 48");
  }

  /// Whether the text is one shorter piece over and over.
  private static boolean repeats(String text) {
    return (text + text).indexOf(text, 1) < text.length();
  }

  /// Whether most characters are the successors of those before them.
  private static boolean counts(String text) {
    int successors = 0;
    for (int i = 1; i < text.length(); i++) {
      successors += Math.abs(text.charAt(i) - text.charAt(i - 1)) == 1 ? 1 : 0;
    }
    return successors * 2 > text.length();
  }
}
