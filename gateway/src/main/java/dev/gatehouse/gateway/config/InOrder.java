package dev.gatehouse.gateway.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Copies maps and keeps their order, which `Map.copyOf` does not.
final class InOrder {

  private InOrder() {}

  static <T> Map<String, T> copyOf(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
