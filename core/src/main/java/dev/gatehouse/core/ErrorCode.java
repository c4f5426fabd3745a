package dev.gatehouse.core;

import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;

/// A stable name for one kind of error, together with whose problem it is.
///
/// The code is schema: clients branch on it, so it is never renamed once released.
public record ErrorCode(Blame blame, String code) implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  /// The store cannot do what it was asked: disk full, read-only or broken.
  public static final ErrorCode STORE_UNAVAILABLE = us("store_unavailable");

  /// Another process holds the store.
  public static final ErrorCode STORE_IN_USE = us("store_in_use");

  /// Who has to change something before the same call can succeed.
  public enum Blame {
    /// Whoever called us sent something we cannot accept.
    CALLER,
    /// The model or its provider broke its side of the contract.
    MODEL,
    /// A tool or the system behind it broke its side of the contract.
    TOOL,
    /// Gatehouse, its configuration or its storage is at fault.
    US
  }

  public ErrorCode {
    Objects.requireNonNull(blame, "blame");
    if (!SNAKE_CASE.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "error code \"" + code + "\" is not snake_case; write it like \"bad_json\"");
    }
  }

  public static ErrorCode caller(String code) {
    return new ErrorCode(Blame.CALLER, code);
  }

  public static ErrorCode model(String code) {
    return new ErrorCode(Blame.MODEL, code);
  }

  public static ErrorCode tool(String code) {
    return new ErrorCode(Blame.TOOL, code);
  }

  public static ErrorCode us(String code) {
    return new ErrorCode(Blame.US, code);
  }

  @Override
  public String toString() {
    return code;
  }
}
