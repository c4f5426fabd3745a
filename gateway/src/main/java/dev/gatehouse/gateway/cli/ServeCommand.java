package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gatehouse serve`: the server.
@Command(
    name = "serve",
    description = "Serve the agents over HTTP until the process is told to leave.")
final class ServeCommand implements Callable<Integer> {

  private final Shell shell;
  private final Launch launch;

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

  ServeCommand(Shell shell, Launch launch) {
    this.shell = shell;
    this.launch = launch;
  }

  @Override
  public Integer call() throws InterruptedException {
    var config = configured();
    var plan =
        new Launch.Plan(config, shared.data(shell, config), shell.environment(), model);
    var server = launch.serve(plan);
    try (var _ = AtExit.run("gatehouse-stop", server.close())) {
      if (shared.json()) {
        shell.out().println(Json.obj("event", Json.of("ready"), "url", Json.of(server.url())));
      } else {
        ModelNotice.of(plan).ifPresent(shell.out()::println);
        shell.out().println("Gatehouse is ready at " + server.url());
      }
      shell.out().flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException stopped) {
      server.close().run();
      throw stopped;
    }
    return 0;
  }

  private GatehouseConfig configured() {
    var config = shared.config(shell);
    var server = config.server();
    server = port.map(server::withPort).orElse(server);
    server = host.isPresent() ? server.withHost(host.get()) : server;
    return config.withServer(server);
  }

  /// Says plainly when answers will come from the demo model.
  static final class ModelNotice {

    private ModelNotice() {}

    static Optional<String> of(Launch.Plan plan) {
      boolean keyed =
          java.util.stream.Stream.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY")
              .anyMatch(name -> plan.environment().variable(name).isPresent());
      boolean needed =
          plan.model().isEmpty()
              && plan.config().agents().values().stream().anyMatch(ModelNotice::namesNoModel);
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
}
