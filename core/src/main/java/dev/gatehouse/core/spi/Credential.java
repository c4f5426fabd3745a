package dev.gatehouse.core.spi;

/// A secret that proves who calls. It cannot print itself: only [#reveal()] gives it away, at the
/// edge where it is sent.
public final class Credential {

  private final Kind kind;
  private final String secret;

  private Credential(Kind kind, String secret) {
    if (secret.isBlank()) {
      throw new IllegalArgumentException("a credential must not be blank");
    }
    this.kind = kind;
    this.secret = secret;
  }

  /// A key, sent as the provider's wire sends keys.
  public static Credential key(String secret) {
    return new Credential(Kind.KEY, secret);
  }

  /// A bearer token, sent in the `Authorization` header.
  public static Credential bearer(String secret) {
    return new Credential(Kind.BEARER, secret);
  }

  /// {@return how it is sent}
  public Kind kind() {
    return kind;
  }

  /// {@return the secret itself; call it only where the secret leaves the process}
  public String reveal() {
    return secret;
  }

  @Override
  public String toString() {
    return "Credential(" + kind + ", hidden)";
  }

  /// How a credential is sent.
  public enum Kind {
    KEY,
    BEARER
  }
}
