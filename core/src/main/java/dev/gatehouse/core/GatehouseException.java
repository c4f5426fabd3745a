package dev.gatehouse.core;

import java.io.Serial;
import java.util.Objects;

/// The root of every exception Gatehouse throws on purpose: a broken contract or broken I/O.
///
/// A failure that a loop must judge is a value, never one of these.
public class GatehouseException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public GatehouseException(ErrorCode code, String message) {
    super(message);
    this.code = Objects.requireNonNull(code, "code");
  }

  public GatehouseException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  public final ErrorCode code() {
    return code;
  }
}
