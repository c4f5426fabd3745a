package dev.gatehouse.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gatehouse` alone: says what there is.
@Command(
    name = "gatehouse",
    description = "Deploy AI agents as production services.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Start with:  gatehouse chat   or   gatehouse serve"})
final class RootCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no command is given");
  }
}
