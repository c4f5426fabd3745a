package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;

/// The command cannot be carried out as it was given. The message is the one line its user reads.
public final class UsageException extends GatehouseException {

  private static final long serialVersionUID = 1L;
  private static final ErrorCode USAGE = ErrorCode.caller("usage");

  /// @param message names the thing and the value, and says what to do
  public UsageException(String message) {
    super(USAGE, message);
  }

  /// @param message names the thing and the value, and says what to do
  public UsageException(String message, Throwable cause) {
    super(USAGE, message, cause);
  }
}
