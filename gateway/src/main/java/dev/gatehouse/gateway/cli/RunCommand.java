package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.money.Cost;
import dev.gatehouse.gateway.AutonomousOptions;
import dev.gatehouse.gateway.AutonomousResult;
import dev.gatehouse.gateway.AutonomousRun;
import dev.gatehouse.gateway.Outcome;
import dev.gatehouse.gateway.Task;
import dev.gatehouse.gateway.cli.screen.LiveScreen;
import dev.gatehouse.gateway.cli.screen.PlainScreen;
import dev.gatehouse.gateway.cli.screen.Screen;
import dev.gatehouse.gateway.cli.talk.HeadlessAnswer;
import dev.gatehouse.gateway.cli.talk.LiveAnswer;
import dev.gatehouse.gateway.cli.talk.Shown;
import dev.gatehouse.gateway.cli.talk.UsageException;
import dev.gatehouse.gateway.config.RunLimitsConfig;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gatehouse run AGENT_OR_WORKFLOW "message"`: one task, without anybody watching.
@Command(
    name = "run",
    description =
        "Have an agent or a workflow do one task. The answer goes to standard output, the rest"
            + " beside it.",
    footer = {
      "",
      "gatehouse run analyst 'Check the numbers.'",
      "gatehouse run briefing --input '{\"topic\": \"tea\"}' --state-dir state",
      "",
      "Exit codes: 0 success, 1 failed, truncated, refused or cancelled, 2 usage or",
      "configuration, 3 budget, 4 turn limit, 124 timeout."
    })
final class RunCommand implements Callable<Integer> {

  private static final String CHANNEL = "cli";
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "AGENT_OR_WORKFLOW",
      description = "Who does it; agent:NAME or workflow:NAME where both have the name.")
  private String worker = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "MESSAGE", description = "What to do.")
  private Optional<String> message = Optional.empty();

  @Option(
      names = "--input",
      paramLabel = "JSON|@FILE",
      description = "Data that goes with the message; what a workflow is given.")
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = {
        "Keep log and state here: the agent sees its state and changes it with update_state,",
        "and the same command goes on with a run that was interrupted."
      })
  private Optional<Path> stateDir = Optional.empty();

  @Option(names = "--timeout", paramLabel = "TIME", description = "Stop after this long, like 30s.")
  private Optional<Duration> timeout = Optional.empty();

  @Option(names = "--max-turns", paramLabel = "N", description = "Stop after so many model turns.")
  private Optional<Integer> maxTurns = Optional.empty();

  @Option(names = "--max-budget-usd", paramLabel = "X", description = "Spend no more than this.")
  private Optional<Cost> budget = Optional.empty();

  RunCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    var task = task();
    var remote = server.remote(shell);
    try (var answer = remote.isPresent() ? remote.get().run(task) : begun(task);
        var _ = Leaving.of(answer, remote.isEmpty() ? kept() : Leaving.Kept.NO_MORE, shell.err())) {
      return finish(answer).exitCode();
    }
  }

  private LiveAnswer begun(Task task) throws InterruptedException {
    var config = shared.config(shell);
    var launch =
        new Launch(config, shared.data(shell, config), shell.environment(), Optional.empty());
    var options =
        AutonomousOptions.of(launch.plan()).withChannel(CHANNEL).withLimits(task.limits());
    options = task.input().map(options::withInput).orElse(options);
    options = stateDir.map(shell.folder()::resolve).map(options::withStateDir).orElse(options);
    var run = AutonomousRun.start(task.worker(), task.message(), options);
    if (run.origin() == AutonomousResult.Start.RESUMED && !shared.json()) {
      shell.err().println("note: goes on with " + run.id() + ", which was interrupted");
    }
    return HeadlessAnswer.of(run);
  }

  private Leaving.Kept kept() {
    return stateDir.isPresent() ? Leaving.Kept.FOR_LATER : Leaving.Kept.NO_MORE;
  }

  private Outcome finish(LiveAnswer answer) throws InterruptedException {
    var ended = screen().follow(answer, new Nobody(shell.err()));
    if (shared.json()) {
      shell.out().println(answer.record());
    } else {
      summary(answer, ended).ifPresent(line -> shell.err().println(shell.ink().dim(line)));
    }
    return ended.outcome();
  }

  /// A server that went away for good cannot be asked for the record; that was said already.
  private static Optional<String> summary(LiveAnswer answer, Shown.Ended ended) {
    try {
      return Optional.of(RunSummary.of(answer.record()));
    } catch (UsageException lost) {
      if (ended.outcome() == Outcome.FAILED) {
        return Optional.empty();
      }
      throw lost;
    }
  }

  private Screen screen() {
    if (shared.json()) {
      return new PlainScreen(NOWHERE, NOWHERE);
    }
    return shell.interactive()
        ? new LiveScreen(shell.out(), shell.ink())
        : new PlainScreen(shell.out(), shell.err());
  }

  private Task task() {
    if (maxTurns.filter(turns -> turns < 1).isPresent()) {
      throw new UsageException("--max-turns must be at least 1, not \"" + maxTurns.get() + "\"");
    }
    if (timeout.filter(Duration::isZero).isPresent()) {
      throw new UsageException("--timeout must be longer than nothing");
    }
    return new Task(
        worker,
        message.orElse(""),
        input.map(given -> GivenInput.read(shell, given)),
        new RunLimitsConfig(maxTurns, budget, Optional.empty(), timeout));
  }
}
