package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, in words that name what was written and what may have been
/// meant.
final class Misuse {

  private Misuse() {}

  static String told(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException strange)
        || strange.getUnmatched().isEmpty()) {
      return Optional.ofNullable(wrong.getArgSpec())
          .flatMap(argument -> value(argument, wrong.getValue()))
          .orElse(String.valueOf(wrong.getMessage()));
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

  /// What is wrong with the value of an option or parameter that takes one of a few words, or a
  /// number.
  private static Optional<String> value(ArgSpec argument, @Nullable String written) {
    Class<?> type =
        argument.typeInfo().isOptional() ? argument.auxiliaryTypes()[0] : argument.type();
    if (written == null) {
      return Optional.empty();
    }
    if (type.isEnum()) {
      List<String> words = words(type);
      return Optional.of(
          "%s\"%s\" is none of %s%s"
              .formatted(name(argument), written, String.join(", ", words), meant(written, words)));
    }
    boolean number = type == int.class || type == long.class || Number.class.isAssignableFrom(type);
    return number
        ? Optional.of("%s\"%s\" is no whole number".formatted(name(argument), written))
        : Optional.empty();
  }

  private static List<String> words(Class<?> choice) {
    List<String> words = new ArrayList<>();
    for (Object each : choice.getEnumConstants()) {
      words.add(each.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return words;
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() + " " : "";
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
