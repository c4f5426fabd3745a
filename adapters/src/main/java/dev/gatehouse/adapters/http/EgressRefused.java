package dev.gatehouse.adapters.http;

import java.io.IOException;

/// Thrown when a call must not be made, or its answer not be read.
public final class EgressRefused extends IOException {

  private static final long serialVersionUID = 1L;

  EgressRefused(String message) {
    super(message);
  }
}
