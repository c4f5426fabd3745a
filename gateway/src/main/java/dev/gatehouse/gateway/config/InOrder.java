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

  static <T> java.util.List<T> with(java.util.List<T> list, T more) {
    java.util.List<T> all = new java.util.ArrayList<>(list);
    all.add(more);
    return all;
  }
}
