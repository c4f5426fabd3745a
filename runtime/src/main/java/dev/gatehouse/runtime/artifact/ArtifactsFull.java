package dev.gatehouse.runtime.artifact;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;

/// Thrown when a session keeps as many files as it may, or as many bytes.
public final class ArtifactsFull extends GatehouseException {

  private static final long serialVersionUID = 1L;

  ArtifactsFull(String message) {
    super(ErrorCode.caller("artifacts_full"), message);
  }
}
