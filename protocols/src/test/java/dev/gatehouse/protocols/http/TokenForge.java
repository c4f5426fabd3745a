package dev.gatehouse.protocols.http;

import dev.gatehouse.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs anything at all, as an attacker with or without a secret would.
final class TokenForge {

  static final String SECRET = "t7Qz1xVb9Lk3Wm5Rn8Yp2Sd4Fg6Hj0Kc";
  static final long NOW = 1_800_000_000L;

  private TokenForge() {}

  static String forged(String header, String claims, String secret, String algorithm) {
    var signed = base64(header) + "." + base64(claims);
    return signed + "." + signature(signed, secret, algorithm);
  }

  static String signed(String header, Json claims) {
    return forged(header, claims.toString(), SECRET, "HmacSHA256");
  }

  static String header() {
    return "{\"kid\":\"k1\",\"typ\":\"JWT\",\"alg\":\"HS256\"}";
  }

  static Json.Obj claims() {
    return Json.object()
        .put("iss", "gatehouse")
        .put("aud", "gatehouse")
        .put("sub", "ann")
        .put("iat", NOW)
        .put("nbf", NOW)
        .put("exp", NOW + 3600)
        .put("jti", "tok_1")
        .put("session_id", "sess_1")
        .put("api_key_hash", "0123456789abcdef")
        .put("created_at", NOW)
        .put("expires_at", NOW + 3600)
        .put("user_id", "ann")
        .put("channel", "web")
        .put("is_public", false)
        .build();
  }

  /// The usual claims with one of them replaced, or left out.
  static Json.Obj claims(String name, Optional<Json> value) {
    Map<String, Json> members = new LinkedHashMap<>(claims().members());
    members.remove(name);
    value.ifPresent(json -> members.put(name, json));
    return new Json.Obj(members);
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String signature(String signed, String secret, String algorithm) {
    try {
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
