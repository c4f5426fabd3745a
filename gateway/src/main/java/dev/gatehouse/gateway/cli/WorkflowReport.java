package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Outcome;

/// The last words about a workflow run: what it yields, and how it ended.
final class WorkflowReport {

  private WorkflowReport() {}

  /// {@return the exit code}
  static int print(Shell shell, boolean json, Json run) {
    if (json) {
      shell.out().println(run);
    } else {
      Json output = run.path("output", "output").orElse(Json.NULL);
      if (!output.equals(Json.NULL)) {
        shell.out().println(output.text().orElseGet(output::toString));
      }
      run.path("error", "message")
          .flatMap(Json::text)
          .ifPresent(why -> shell.err().println("failed: " + why));
      shell.err().println(shell.ink().dim(RunSummary.of(run)));
    }
    return Outcome.ofRun(run).orElse(Outcome.FAILED).exitCode();
  }
}
