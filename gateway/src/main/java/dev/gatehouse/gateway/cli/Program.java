package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.spi.StoreInUseException;
import dev.gatehouse.core.workflow.WorkflowException;
import dev.gatehouse.gateway.AutonomousException;
import dev.gatehouse.gateway.cli.talk.UsageException;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.state.StateException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/// The program as one list of commands, with its exit codes and its manner of failing: one line on
/// standard error, and a stack trace only with `--debug`.
final class Program {

  static final int FAILED = 1;
  static final int USAGE = 2;

  private static final String DEBUG = "--debug";

  /// What the configuration is called where nobody knows which file it was.
  private static final String USUAL_FILE = "gatehouse.yaml";

  private Program() {}

  /// {@return the exit code}
  static int run(Shell shell, String... args) {
    return commandLine(shell, args).execute(args);
  }

  /// Every command by its name, in the order in which help lists them.
  private static Map<String, Supplier<CommandLine>> commands(Shell shell) {
    Map<String, Supplier<CommandLine>> all = new LinkedHashMap<>();
    all.put("serve", () -> new CommandLine(new ServeCommand(shell)));
    all.put("chat", () -> new CommandLine(new ChatCommand(shell)));
    all.put("run", () -> new CommandLine(new RunCommand(shell)));
    all.put("runs", () -> new CommandLine(new RunsCommand(shell)));
    all.put("heartbeat", () -> new CommandLine(new HeartbeatCommand(shell)));
    all.put("schedule", () -> new CommandLine(new ScheduleCommand(shell)));
    all.put("approvals", () -> new CommandLine(new ApprovalsCommand(shell)));
    all.put("deliveries", () -> new CommandLine(new DeliveriesCommand(shell)));
    all.put("grants", () -> new CommandLine(new GrantsCommand(shell)));
    all.put("workflow", () -> workflow(shell));
    all.put("init", () -> new CommandLine(new InitCommand(shell)));
    all.put("key", () -> new CommandLine(new KeyCommand(shell)));
    all.put("java", () -> new CommandLine(new JavaCommand(shell)).setStopAtPositional(true));
    all.put("doctor", () -> new CommandLine(new DoctorCommand(shell)));
    return all;
  }

  private static CommandLine workflow(Shell shell) {
    var workflow =
        new CommandLine(new WorkflowCommand())
            .addSubcommand(new WorkflowValidateCommand(shell))
            .addSubcommand(new WorkflowGraphCommand(shell))
            .addSubcommand(new WorkflowRunCommand(shell));
    workflow.getSubcommands().values().forEach(Program::addUsualOptions);
    return workflow;
  }

  /// The command that is named first is the only one whose options are read, which is dear; without
  /// one, all are known, so that help lists them and a slip of the keys finds the nearest.
  private static CommandLine commandLine(Shell shell, String... args) {
    var commands = commands(shell);
    if (args.length > 0 && commands.containsKey(args[0])) {
      commands.keySet().retainAll(Set.of(args[0]));
    }
    var program = new CommandLine(new RootCommand());
    commands.forEach((name, command) -> program.addSubcommand(name, command.get()));
    program.getSubcommands().values().forEach(Program::addUsualOptions);
    return program
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, Program::duration)
        .registerConverter(Cost.class, Program::dollars)
        .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(CommandLine.Help.defaultColorScheme(shell.coloured() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler((wrong, _) -> misused(shell, wrong))
        .setExecutionExceptionHandler((failure, command, _) -> failed(shell, failure, command));
  }

  private static void addUsualOptions(CommandLine command) {
    command
        .getCommandSpec()
        .mixinStandardHelpOptions(true)
        .versionProvider(new VersionLine())
        .addOption(
            OptionSpec.builder(DEBUG)
                .type(boolean.class)
                .arity("0")
                .description("Print the stack trace of a failure.")
                .build());
  }

  private static Duration duration(String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new CommandLine.TypeConversionException(wrong.getMessage());
    }
  }

  private static Cost dollars(String text) {
    try {
      var amount = Cost.ofDollars(new BigDecimal(text));
      if (amount.value() > 0) {
        return amount;
      }
    } catch (ArithmeticException | NumberFormatException _) {
      // falls through to the one message for all of them
    }
    throw new CommandLine.TypeConversionException(
        "\"" + text + "\" is no amount of dollars; write it like 0.50");
  }

  private static int misused(Shell shell, CommandLine.ParameterException wrong) {
    var name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    say(shell, "%s; see `%s --help`".formatted(trimmed(Misuse.told(wrong)), name));
    return USAGE;
  }

  private static int failed(Shell shell, Exception failure, CommandLine command) {
    say(shell, trimmed(told(failure, command)));
    if (command.getParseResult().hasMatchedOption(DEBUG)) {
      failure.printStackTrace(shell.err());
    }
    return switch (failure) {
      case UsageException _,
          AutonomousException _,
          StateException _,
          ConfigException _,
          StoreInUseException _,
          WorkflowException _ ->
          USAGE;
      case GatehouseException ours when ours.code().code().equals("keys_required") -> USAGE;
      default -> FAILED;
    };
  }

  /// What a failure says to a person. One that was not thrown on purpose is named by its type too.
  private static String told(Exception failure, CommandLine command) {
    if (failure instanceof ConfigException wrong && wrong.source().equals(USUAL_FILE)) {
      OptionSpec option = command.getParseResult().matchedOption("--config");
      String named = option == null ? USUAL_FILE : option.originalStringValues().getLast();
      return String.valueOf(wrong.of(named).getMessage());
    }
    return failure instanceof GatehouseException
        ? String.valueOf(failure.getMessage())
        : "this should not happen: " + failure + "; run it again with --debug and report it";
  }

  private static void say(Shell shell, String message) {
    shell.err().println("gatehouse: " + message.replaceAll("\\s*\\R\\s*", "; "));
  }

  private static String trimmed(String message) {
    return message.replaceFirst("[.;\\s]+$", "");
  }
}
