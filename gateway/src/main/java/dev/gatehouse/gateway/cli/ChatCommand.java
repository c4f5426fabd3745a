package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.gateway.cli.talk.Backend;
import dev.gatehouse.gateway.cli.talk.EmbeddedBackend;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gatehouse chat`: a conversation in the terminal.
@Command(
    name = "chat",
    description = {
      "Talk to an agent in the terminal.",
      "In a pipe every line of standard input is a message, and the answers go to standard output."
    })
final class ChatCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--agent", description = "The agent (default: the first one).")
  private Optional<String> agent = Optional.empty();

  @Option(
      names = "--model",
      paramLabel = "P/M",
      description = "The model of the agents that name none, as provider/model.")
  private Optional<String> model = Optional.empty();

  ChatCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var config = shared.config(shell);
    var plan = new Launch(config, shared.data(shell, config), shell.environment(), model);
    try (Backend backend = backend(plan)) {
      return atTerminal()
          ? new TerminalChat(shell, backend, agent, plan.data()).talk()
          : new PipedChat(shell, backend, agent, form()).talk();
    }
  }

  private Backend backend(Launch launch) {
    var remote = server.remote(shell);
    return remote.isPresent() ? remote.get() : embedded(launch);
  }

  /// A pipe has nobody to ask, and nobody else can reach an agent in this process.
  private Backend embedded(Launch launch) {
    var watch = atTerminal() ? RunSpec.Watch.WATCHED : RunSpec.Watch.HEADLESS;
    return new EmbeddedBackend(launch.embed(), watch);
  }

  private boolean atTerminal() {
    return shell.interactive() && !shared.json();
  }

  private PipedChat.Form form() {
    return shared.json() ? PipedChat.Form.JSON : PipedChat.Form.TEXT;
  }
}
