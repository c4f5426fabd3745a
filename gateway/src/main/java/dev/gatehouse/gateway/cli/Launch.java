package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.runtime.schedule.ScheduleListener;
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

  /// Starts the agents without a server, and tells somebody what comes of ticks.
  Gateway embed(ScheduleListener listener) {
    return plan().ticks(listener).embedded();
  }

  /// What is to be started.
  GatewayPlan plan() {
    var plan = Gateway.plan().config(config).environment(environment).data(data);
    return model.map(plan::model).orElse(plan);
  }
}
