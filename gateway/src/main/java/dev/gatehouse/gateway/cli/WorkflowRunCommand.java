package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec.Watch;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.WorkflowRun;
import dev.gatehouse.gateway.cli.flow.FlowScreen;
import dev.gatehouse.gateway.cli.flow.LineScreen;
import dev.gatehouse.gateway.cli.flow.TreeScreen;
import dev.gatehouse.gateway.cli.talk.EmbeddedFlow;
import dev.gatehouse.gateway.cli.talk.FlowFeed;
import dev.gatehouse.gateway.cli.talk.RemoteFlow;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gatehouse workflow run`: a workflow from beginning to end, in this process or on a server.
@Command(
    name = "run",
    description = "Run a workflow. What it yields goes to standard output, the rest beside it.",
    footer = {
      "",
      "Exit codes: 0 success, 1 failed or cancelled, 2 usage or configuration,"
          + " 3 budget, 124 timeout."
    })
final class WorkflowRunCommand implements Callable<Integer> {

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "FILE_OR_ID",
      description = "A document, or a workflow that is configured or known to the server.")
  private String source = "";

  @Option(
      names = "--input",
      paramLabel = "JSON|@FILE",
      description = "What it is given: JSON or text as it is, or a JSON file.")
  private String input = "{}";

  @Option(
      names = "--answer",
      paramLabel = "STEP=VALUE",
      description = "What to answer when a step asks; others are declined when nobody is there.")
  private Map<String, String> answers = Map.of();

  WorkflowRunCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (FlowFeed feed = begun();
        var _ = AtExit.run("gatehouse-leave", feed::cancel)) {
      FlowFollower follower = new FlowFollower(feed, screen(), new AnsweredSteps(shell, answers));
      follower.follow();
      return WorkflowReport.print(shell, shared.json(), feed.record());
    }
  }

  private FlowFeed begun() {
    Json given = GivenInput.read(shell, input);
    return switch (WorkflowSource.of(shell, source)) {
      case WorkflowSource.Document(Workflow workflow) when server.isMeant(shell) ->
          RemoteFlow.begin(server.address(shell), server.key(shell), workflow, given);
      case WorkflowSource.Named(String id) when server.isMeant(shell) ->
          RemoteFlow.begin(server.address(shell), server.key(shell), id, given);
      case WorkflowSource.Document(Workflow workflow) -> embedded(Optional.of(workflow), given);
      case WorkflowSource.Named _ -> embedded(Optional.empty(), given);
    };
  }

  private FlowFeed embedded(Optional<Workflow> document, Json given) {
    var config = shared.config(shell);
    var launch =
        new Launch(config, shared.data(shell, config), shell.environment(), Optional.empty());
    if (!shared.json()) {
      ModelNotice.of(launch).ifPresent(notice -> shell.err().println("note: " + notice));
    }
    Gateway gateway = launch.embed();
    try {
      Workflow workflow = document.orElseGet(() -> configured(gateway));
      WorkflowRun run =
          gateway.begin(new WorkflowRun.Order(workflow, given, Json.object().build(), watch()));
      return new EmbeddedFlow(run, gateway::close);
    } catch (RuntimeException failed) {
      gateway.close();
      throw failed;
    }
  }

  private Workflow configured(Gateway gateway) {
    return gateway.runtime().catalog().workflows().stream()
        .filter(workflow -> workflow.id().equals(source))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "there is no workflow \""
                    + source
                    + "\"; name a file, configure it, or name a server with --url"));
  }

  private Watch watch() {
    return shell.interactive() || !answers.isEmpty() ? Watch.WATCHED : Watch.HEADLESS;
  }

  private FlowScreen screen() {
    if (shared.json()) {
      return new LineScreen(NOWHERE);
    }
    return shell.interactive()
        ? new TreeScreen(shell.err(), shell.ink())
        : new LineScreen(shell.err());
  }
}
