package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, in words that name what was written and what may have been
/// meant.
final class Misuse {

  private Misuse() {}

  static String told(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException strange)
        || strange.getUnmatched().isEmpty()) {
      return String.valueOf(wrong.getMessage());
    }
    String written = strange.getUnmatched().getFirst();
    CommandSpec command = strange.getCommandLine().getCommandSpec();
    if (written.startsWith("-")) {
      String option = written.split("=", 2)[0];
      return "there is no option \"" + option + "\"" + meant(option, options(command));
    }
    Collection<String> commands = command.subcommands().keySet();
    return commands.isEmpty()
        ? "\"" + written + "\" is one word too many"
        : "there is no command \"" + written + "\"" + meant(written, commands);
  }

  private static List<String> options(CommandSpec command) {
    List<String> names = new ArrayList<>();
    command.options().forEach(option -> names.addAll(List.of(option.names())));
    return names;
  }

  private static String meant(String written, Collection<String> known) {
    Optional<String> near = NearestName.of(written, known);
    return near.map(name -> "; did you mean \"" + name + "\"?").orElse("");
  }
}
