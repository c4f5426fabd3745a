package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.runtime.catalog.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The models that a configuration names, each of which must be known before anything starts. A
/// model that is known and has no key yet is another matter: asking it fails.
final class KnownModels {

  private final ModelDirectory directory;
  private final List<ConfigError> errors = new ArrayList<>();

  private KnownModels(ModelDirectory directory) {
    this.directory = directory;
  }

  /// Refuses names that stand for nothing.
  ///
  /// @param standard the model of agents that name none, when somebody chose it
  static void require(ModelDirectory directory, GatehouseConfig config, Optional<String> standard) {
    var known = new KnownModels(directory);
    standard.ifPresent(model -> known.look("", model));
    config
        .models()
        .forEach((name, chain) ->
            chain.chain().forEach(model -> known.look("models." + name + ".chain", model)));
    config
        .agents()
        .forEach((name, agent) -> {
          if (agent instanceof AgentConfig.Local local) {
            known.look("agents." + name, local);
          }
        });
    if (!known.errors.isEmpty()) {
      throw new ConfigException("gatehouse.yaml", known.errors);
    }
  }

  private void look(String path, AgentConfig.Local agent) {
    agent.model().ifPresent(model -> look(path + ".model", model));
    agent
        .channels()
        .forEach((channel, change) ->
            change
                .model()
                .ifPresent(model -> look(path + ".channels." + channel + ".model", model)));
  }

  private void look(String path, String model) {
    if (directory.resolve(model, "") instanceof Resolution.Missing(var failure)) {
      errors.add(new ConfigError(0, path, failure.message()));
    }
  }
}
