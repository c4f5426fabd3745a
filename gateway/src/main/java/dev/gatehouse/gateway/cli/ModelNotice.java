package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.config.AgentConfig;
import java.util.List;
import java.util.Optional;

/// Says plainly when answers will come from the demo model.
final class ModelNotice {

  private static final List<String> KEYS =
      List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY");

  private ModelNotice() {}

  static Optional<String> of(Launch launch) {
    boolean keyed = KEYS.stream().anyMatch(name -> launch.environment().variable(name).isPresent());
    boolean needed =
        launch.model().isEmpty()
            && launch.config().agents().values().stream().anyMatch(ModelNotice::namesNoModel);
    return keyed || !needed
        ? Optional.empty()
        : Optional.of(
            "No provider key is set, so the built-in demo model answers; it is no language model."
                + " Set ANTHROPIC_API_KEY or OPENAI_API_KEY for a real one.");
  }

  private static boolean namesNoModel(AgentConfig agent) {
    return agent instanceof AgentConfig.Local local && local.model().isEmpty();
  }
}
