package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.CodeWiring;
import dev.gatehouse.gateway.cli.screen.Ink;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gatehouse doctor`: what works, and how to mend what does not.
@Command(
    name = "doctor",
    description =
        "Check Java, configuration, provider keys, MCP servers, data folder, port and sandboxes.",
    footer = {"", "Exit codes: 0 everything needed works, 1 something does not."})
final class DoctorCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();

  @Option(names = "--online", description = "Also try whether the providers can be reached.")
  private boolean online;

  @Option(
      names = "--probe",
      description = "Prove every sandbox, also when no agent runs programs. It takes some seconds.")
  private boolean probe;

  DoctorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    var findings = new ArrayList<Diagnosis>();
    findings.add(Checkup.java());
    var config = config(findings);
    findings.addAll(ProviderCheckup.keys(config, shell.environment()));
    if (online) {
      findings.addAll(ProviderCheckup.reach(config, shell.environment()));
    }
    findings.addAll(McpCheckup.servers(config, shell.environment()));
    findings.addAll(Checkup.data(shared.data(shell, config)));
    findings.add(Checkup.port(config.server()));
    findings.add(Checkup.access(config));
    var data = shared.data(shell, config);
    findings.addAll(
        probe || CodeWiring.wanted(config)
            ? SandboxCheckup.proof(config, data)
            : SandboxCheckup.presence(config, data));
    report(findings);
    return findings.stream().anyMatch(Diagnosis::bad) ? Program.FAILED : 0;
  }

  /// The configuration; when it is broken, the standard one, so that the rest can be looked at too.
  private GatehouseConfig config(List<Diagnosis> findings) {
    try {
      var config = shared.config(shell);
      findings.add(
          Diagnosis.good(
              "configuration",
              shared.file(shell).map(Object::toString).orElse("none, the standard is used")));
      return config;
    } catch (ConfigException broken) {
      broken
          .errors()
          .forEach(error ->
              findings.add(
                  Diagnosis.bad("configuration", error.toString(), "mend it in the file")));
      return GatehouseConfig.STANDARD;
    }
  }

  private void report(List<Diagnosis> findings) {
    if (shared.json()) {
      shell.out().println(Json.array(findings.stream().map(Diagnosis::json).toList()));
      return;
    }
    for (var finding : findings) {
      shell.out().println(line(finding, shell.ink()));
      if (!finding.mend().isEmpty()) {
        shell.out().println("     → " + finding.mend());
      }
    }
  }

  private static String line(Diagnosis finding, Ink ink) {
    var mark =
        switch (finding.state()) {
          case GOOD -> ink.green("ok  ");
          case NOTE -> ink.yellow("note");
          case BAD -> ink.red("BAD ");
        };
    return mark + " " + ink.bold(finding.thing()) + ": " + finding.detail();
  }
}
