package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.util.Optional;

/// What models cost.
public record PricesConfig(
    @Doc("A price table to use instead of the built-in one.") Optional<String> file) {

  /// The built-in table.
  public static final PricesConfig STANDARD = new PricesConfig(Optional.empty());
}
