package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.schema.Re2Patterns;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.core.workflow.WorkflowGraph;
import dev.gatehouse.gateway.cli.talk.RemoteFlow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gatehouse workflow graph`: a workflow as a picture.
@Command(name = "graph", description = "Draw a workflow, from a document or from a server.")
final class WorkflowGraphCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      paramLabel = "FILE_OR_ID",
      description = "A document, or a workflow of a server.")
  private String source = "";

  @Option(names = "--format", description = "mermaid or json (default: mermaid).")
  private Format format = Format.MERMAID;

  /// What a picture is written in.
  private enum Format {
    MERMAID,
    JSON
  }

  WorkflowGraphCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    WorkflowGraph graph =
        WorkflowGraph.of(
            switch (WorkflowSource.of(shell, source)) {
              case WorkflowSource.Document(Workflow workflow) -> workflow;
              case WorkflowSource.Named(String id) -> fetched(id);
            });
    boolean json = shared.json() || format == Format.JSON;
    shell.out().println(json ? graph.json().toString() : graph.mermaid().stripTrailing());
    return 0;
  }

  private Workflow fetched(String id) {
    Json document = RemoteFlow.document(server.address(shell), server.key(shell), id);
    return WorkflowDocument.read(document, new Re2Patterns());
  }
}
