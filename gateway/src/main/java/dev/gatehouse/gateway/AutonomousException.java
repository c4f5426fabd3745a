package dev.gatehouse.gateway;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;

/// A run that nobody watches cannot begin as it was asked for.
public final class AutonomousException extends GatehouseException {

  private static final long serialVersionUID = 1L;
  private static final ErrorCode CODE = ErrorCode.caller("autonomous_run");

  AutonomousException(String message) {
    super(CODE, message);
  }

  AutonomousException(String message, Throwable cause) {
    super(CODE, message, cause);
  }
}
