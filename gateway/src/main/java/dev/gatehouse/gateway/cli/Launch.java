package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.nio.file.Path;
import java.util.Optional;

/// What a command wants to be started.
///
/// @param data the data folder
/// @param model the model of agents that name none
record Launch(GatehouseConfig config, Path data, Environment environment, Optional<String> model) {

  /// Starts the server.
  Gateway serve() {
    return plan().start();
  }

  /// Starts the agents without a server.
  Gateway embed() {
    return plan().embedded();
  }

  /// What is to be started.
  GatewayPlan plan() {
    var plan = Gateway.plan().config(config).environment(environment).data(data);
    return model.map(plan::model).orElse(plan);
  }
}
