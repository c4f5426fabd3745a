package dev.gatehouse.adapters.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what is posted, in the manner of [Standard Webhooks](https://www.standardwebhooks.com):
/// HMAC-SHA256 over `id.timestamp.body`. The time is in what is signed, so that a receiver that
/// refuses old ones cannot be shown one again; the id stays the same when it is sent again, so that
/// a receiver that remembers ids takes each once.
public final class WebhookSignature {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String ENCODED = "whsec_";
  private static final int SHORTEST = 16;

  private final SecretKeySpec key;

  private WebhookSignature(SecretKeySpec key) {
    this.key = key;
  }

  /// A signature by a secret: `whsec_` and a key in Base64, or any text, which is then the key.
  ///
  /// @throws IllegalArgumentException when it is no such text, or too short to be a secret
  public static WebhookSignature by(String secret) {
    byte[] bytes =
        secret.startsWith(ENCODED)
            ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
            : secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < SHORTEST) {
      throw new IllegalArgumentException(
          "the secret of a webhook needs at least " + SHORTEST + " bytes");
    }
    return new WebhookSignature(new SecretKeySpec(bytes, ALGORITHM));
  }

  /// {@return the headers that go with a body}
  Map<String, String> headers(String id, Instant now, String body) {
    String time = Long.toString(now.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", time);
    headers.put("webhook-signature", "v1," + digest(id + "." + time + "." + body));
    return headers;
  }

  private String digest(String signed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
    }
  }

  @Override
  public String toString() {
    return "WebhookSignature(hidden)";
  }
}
