package dev.gatehouse.gateway.state;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;

/// What an agent keeps cannot be read or written.
public final class StateException extends GatehouseException {

  private static final long serialVersionUID = 1L;
  private static final ErrorCode BAD_STATE = ErrorCode.us("bad_state");

  StateException(String message) {
    super(BAD_STATE, message);
  }

  StateException(String message, Throwable cause) {
    super(BAD_STATE, message, cause);
  }
}
