package dev.gatehouse.runtime;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;

/// Something was to begin while the gateway stops. Whoever meant it leaves it to the next process.
public final class ScopeClosedException extends GatehouseException {

  private static final long serialVersionUID = 1L;
  private static final ErrorCode CODE = ErrorCode.us("shutting_down");

  /// @param what what was to begin or to be recorded
  public ScopeClosedException(String what) {
    super(CODE, "'" + what + "' is left to the next process: the gateway stops");
  }
}
