package dev.gatehouse.core.spi;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;

/// Another process holds the store; only one may.
public final class StoreInUseException extends GatehouseException {

  private static final long serialVersionUID = 1L;

  private final long pid;

  /// Names the place and the process that holds it.
  ///
  /// @param place such as the data folder
  /// @param pid the process id, 0 when it is not known
  public StoreInUseException(String place, long pid) {
    super(ErrorCode.STORE_IN_USE, message(place, pid));
    this.pid = pid;
  }

  /// {@return the id of the process that holds the store, 0 when it is not known}
  public long pid() {
    return pid;
  }

  private static String message(String place, long pid) {
    var holder = pid == 0 ? "another process" : "process " + pid;
    return "'%s' is in use by %s; stop it first or choose another data folder"
        .formatted(place, holder);
  }
}
