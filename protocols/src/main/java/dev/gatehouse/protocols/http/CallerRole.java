package dev.gatehouse.protocols.http;

import java.util.Locale;

/// What a caller may touch. Each role may do what the ones before it may.
public enum CallerRole {
  /// Its own objects.
  USER,
  /// All objects of its tenant.
  OPERATOR,
  /// Everything.
  ADMIN;

  /// {@return whether this role may do what needs another one}
  public boolean covers(CallerRole needed) {
    return compareTo(needed) >= 0;
  }

  /// {@return the role as the wire spells it}
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
