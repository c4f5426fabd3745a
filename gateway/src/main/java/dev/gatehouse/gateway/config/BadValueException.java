package dev.gatehouse.gateway.config;

/// A component that a record refuses, with the key it has in the file.
final class BadValueException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String key;

  BadValueException(String key, String message) {
    super(key + message);
    this.key = key;
  }

  String key() {
    return key;
  }
}
