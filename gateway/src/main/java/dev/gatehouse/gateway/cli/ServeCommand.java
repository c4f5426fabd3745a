package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.talk.UsageException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gatehouse serve`: the server.
@Command(
    name = "serve",
    description = "Serve the agents over HTTP until the process is told to leave.")
final class ServeCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();

  @Option(names = "--port", description = "The port; 0 takes a free one (default: 8000).")
  private Optional<Integer> port = Optional.empty();

  @Option(names = "--host", description = "The address to listen on (default: 127.0.0.1).")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "P/M",
      description = "The model of the agents that name none, as provider/model.")
  private Optional<String> model = Optional.empty();

  ServeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var config = configured();
    var launch = new Launch(config, shared.data(shell, config), shell.environment(), model);
    try (var gateway = launch.serve()) {
      announce(launch, gateway.url());
      gateway.join();
    }
    return 0;
  }

  private void announce(Launch launch, String url) {
    if (shared.json()) {
      shell.out().println(Json.obj("event", Json.of("ready"), "url", Json.of(url)));
    } else {
      ModelNotice.of(launch).ifPresent(shell.out()::println);
      shell.out().println("Gatehouse is ready at " + url);
    }
    shell.out().flush();
  }

  private GatehouseConfig configured() {
    var config = shared.config(shell);
    var server = config.server();
    try {
      server = port.map(server::withPort).orElse(server);
      server = host.isPresent() ? server.withHost(host.get()) : server;
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--" + wrong.getMessage());
    }
    return config.withServer(server);
  }
}
