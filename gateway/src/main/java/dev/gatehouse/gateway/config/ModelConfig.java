package dev.gatehouse.gateway.config;

import dev.gatehouse.core.tool.Doc;
import java.util.List;

/// A name for several models that can stand in for each other.
public record ModelConfig(
    @Required @Doc("The models, as provider/name, the preferred first.") List<String> chain,
    @Doc("How one is chosen.") Strategy strategy) {

  /// How a model is chosen; the chain itself has no standard.
  static final ModelConfig STANDARD = new ModelConfig(List.of("demo/demo"), Strategy.PRIORITY);

  /// Requires at least one model.
  public ModelConfig {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("chain must name at least one model");
    }
  }

  /// These models, the first that works.
  public static ModelConfig of(String... chain) {
    return new ModelConfig(List.of(chain), Strategy.PRIORITY);
  }

  /// How one model of a chain is chosen.
  public enum Strategy {
    /// The first one.
    PRIORITY
  }
}
