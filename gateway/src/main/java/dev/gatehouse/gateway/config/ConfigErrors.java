package dev.gatehouse.gateway.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Collects what is wrong, so that one start tells everything. Used by one thread.
final class ConfigErrors {

  private static final int MOST = 100;

  private final List<ConfigError> errors = new ArrayList<>();

  void add(int line, String path, String message) {
    if (errors.size() < MOST) {
      errors.add(new ConfigError(line, path, message));
    }
  }

  /// Adds an error in place of a value.
  <T> Optional<T> none(int line, String path, String message) {
    add(line, path, message);
    return Optional.empty();
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  ConfigException asException(String source) {
    var inOrder = errors.stream().sorted(Comparator.comparingInt(ConfigError::line)).toList();
    return new ConfigException(source, inOrder);
  }
}
