package dev.gatehouse.core.spi;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;

/// The store could not do what it was asked: the disk is full, read-only or broken. What was asked
/// did not happen.
public final class StoreException extends GatehouseException {

  private static final long serialVersionUID = 1L;

  /// Says what was tried and why it failed.
  public StoreException(String message, Throwable cause) {
    super(ErrorCode.us("store_unavailable"), message, cause);
  }
}
