package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Flaw;
import dev.gatehouse.core.workflow.Known;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.core.workflow.WorkflowCheck;
import dev.gatehouse.core.workflow.WorkflowDocument;
import dev.gatehouse.gateway.ForeseenTools;
import dev.gatehouse.gateway.WorkflowFiles;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gatehouse workflow validate`: what is wrong with documents, said without starting anything.
@Command(
    name = "validate",
    description = {
      "Say what is wrong with workflow documents, each with the pointer into its file.",
      "With a configuration, agents and tools are looked up in it; tools that only a server can"
          + " name are looked up when a workflow runs."
    })
final class WorkflowValidateCommand implements Callable<Integer> {

  private static final Json ANYTHING = Json.object().build();

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The documents, YAML or JSON.")
  private List<Path> files = List.of();

  WorkflowValidateCommand(Shell shell) {
    this.shell = shell;
  }

  /// Something that is wrong with a file.
  private record Finding(String file, String pointer, String message) {

    Json json() {
      return Json.obj(
          "file", Json.of(file), "pointer", Json.of(pointer), "message", Json.of(message));
    }
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    Map<String, Workflow> read = new LinkedHashMap<>();
    files.forEach(file -> read(file, read, findings));
    read.forEach((file, workflow) ->
        WorkflowCheck.flaws(workflow, known(workflow, read))
            .forEach(flaw -> findings.add(finding(file, flaw))));
    report(findings);
    return findings.isEmpty() ? 0 : Program.USAGE;
  }

  private void read(Path file, Map<String, Workflow> read, List<Finding> findings) {
    try {
      read.put(file.toString(), WorkflowFiles.read(shell.folder().resolve(file)));
    } catch (ConfigException broken) {
      broken
          .errors()
          .forEach(
              error -> findings.add(new Finding(file.toString(), error.path(), error.message())));
    }
  }

  private static Finding finding(String file, Flaw flaw) {
    return new Finding(file, flaw.pointer(), flaw.message());
  }

  private Known known(Workflow workflow, Map<String, Workflow> read) {
    NamedInWorkflow named = NamedInWorkflow.in(WorkflowDocument.write(workflow));
    Map<String, List<String>> agents = new LinkedHashMap<>();
    Map<String, Json> tools = new LinkedHashMap<>();
    if (shared.file(shell).isPresent()) {
      GatehouseConfig config = shared.config(shell);
      config.agents().forEach((name, agent) -> agents.put(name, agent.capabilities()));
      tools.putAll(ForeseenTools.of(config).known(named.tools()));
    } else {
      named.agents().forEach(name -> agents.put(name, List.copyOf(named.capabilities())));
      agents.put("anybody", List.copyOf(named.capabilities()));
      named.tools().forEach(name -> tools.put(name, ANYTHING));
    }
    Map<String, Workflow> workflows = new LinkedHashMap<>();
    read.values().forEach(other -> workflows.put(other.id(), other));
    return new Known(agents, tools, workflows, Set.of());
  }

  private void report(List<Finding> findings) {
    if (shared.json()) {
      shell
          .out()
          .println(Json.obj("findings", Json.array(findings.stream().map(Finding::json).toList())));
      return;
    }
    findings.forEach(finding ->
        shell
            .out()
            .println(
                finding.file()
                    + ": "
                    + (finding.pointer().isEmpty() ? "" : finding.pointer() + ": ")
                    + finding.message()));
    if (findings.isEmpty()) {
      shell.err().println(files.size() == 1 ? "it can run" : "all " + files.size() + " can run");
    }
  }
}
