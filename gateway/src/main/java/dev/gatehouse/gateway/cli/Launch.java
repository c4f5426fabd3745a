package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.cli.talk.Backend;
import dev.gatehouse.gateway.cli.talk.EmbeddedBackend;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.nio.file.Path;
import java.util.Optional;

/// Starts what the commands work with.
interface Launch {

  /// The real thing.
  Launch OF_GATEWAY =
      new Launch() {
        @Override
        public Server serve(Plan plan) {
          var gateway = gateway(plan).start();
          return new Server(gateway.url(), gateway::close);
        }

        @Override
        public Backend embed(Plan plan) {
          var gateway = gateway(plan).embedded();
          return new EmbeddedBackend(gateway.runtime(), gateway::close);
        }

        private dev.gatehouse.gateway.GatewayPlan gateway(Plan plan) {
          var gateway =
              Gateway.builder()
                  .config(plan.config())
                  .environment(plan.environment())
                  .data(plan.data());
          plan.model().ifPresent(gateway::model);
          return gateway;
        }
      };

  /// What shall be started.
  ///
  /// @param model the model of agents that name none
  record Plan(
      GatehouseConfig config, Path data, Environment environment, Optional<String> model) {}

  /// A server that is ready.
  record Server(String url, Runnable close) {}

  /// Starts a server.
  Server serve(Plan plan);

  /// Starts agents without a server.
  Backend embed(Plan plan);
}
