package dev.gatehouse.gateway.config;

/// Text that must not be seen: it cannot print itself, only [#reveal()] gives it away.
public final class Secret {

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /// Hides a text, which must not be blank.
  public static Secret of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a secret must not be blank; set it or leave the key out");
    }
    return new Secret(text);
  }

  /// {@return the text; call it only where it leaves the process or is compared in constant time}
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "(hidden)";
  }
}
