package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.talk.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `gatehouse workflow`: workflows as documents, as pictures and at work.
@Command(
    name = "workflow",
    description = "Check workflows, draw them, run them.",
    footer = {
      "",
      "gatehouse workflow validate FILE…             say what is wrong with documents",
      "gatehouse workflow graph FILE_OR_ID           draw a workflow",
      "gatehouse workflow run FILE_OR_ID --input …   run a workflow"
    })
final class WorkflowCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new UsageException("say validate, graph or run");
  }
}
