package dev.gatehouse.gateway.config;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration that cannot be used, with everything that is wrong with it.
public final class ConfigException extends GatehouseException {

  private static final long serialVersionUID = 1L;
  private static final ErrorCode BAD_CONFIG = ErrorCode.us("bad_config");

  private final String source;
  private final transient List<ConfigError> errors;

  /// Says what is wrong.
  ///
  /// @param source what errors call the configuration, such as the file's name
  public ConfigException(String source, List<ConfigError> errors) {
    super(BAD_CONFIG, message(source, errors));
    this.source = source;
    this.errors = List.copyOf(errors);
  }

  /// {@return what errors call the configuration}
  public String source() {
    return source;
  }

  /// {@return the same about a configuration of another name}
  public ConfigException of(String other) {
    return new ConfigException(other, errors);
  }

  /// {@return what is wrong, in the order of the file}
  public List<ConfigError> errors() {
    return errors;
  }

  private static String message(String source, List<ConfigError> errors) {
    return errors.stream()
        .map(error -> source + ": " + error)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
