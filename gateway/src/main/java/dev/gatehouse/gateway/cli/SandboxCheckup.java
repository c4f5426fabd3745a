package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.sandbox.Standing;
import dev.gatehouse.adapters.sandbox.Standing.Verdict;
import dev.gatehouse.core.spi.Sandbox.Presence;
import dev.gatehouse.gateway.CodeWiring;
import dev.gatehouse.gateway.config.GatehouseConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the doctor finds out about the sandboxes of this machine.
final class SandboxCheckup {

  private SandboxCheckup() {}

  /// Runs the probes through every sandbox that the policy allows.
  static List<Diagnosis> proof(GatehouseConfig config, Path data) {
    List<Standing> standings = CodeWiring.inspect(config, data);
    List<Diagnosis> findings = new ArrayList<>(standings.stream().map(SandboxCheckup::of).toList());
    boolean any =
        standings.stream().anyMatch(standing -> standing.verdict() instanceof Verdict.Proved);
    if (!any && CodeWiring.wanted(config)) {
      findings.add(
          Diagnosis.bad(
              "code_execute",
              "an agent names it, and no sandbox is good enough",
              "mend one of the sandboxes above, or lower sandbox.floor"));
    }
    return findings;
  }

  /// Looks what is there without running anything hostile.
  static List<Diagnosis> presence(GatehouseConfig config, Path data) {
    return CodeWiring.presences(config, data).entrySet().stream()
        .map(entry -> of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Diagnosis of(Standing standing) {
    String thing = thing(standing.sandbox().name());
    String level = "level " + standing.sandbox().level().name().toLowerCase(java.util.Locale.ROOT);
    return switch (standing.verdict()) {
      case Verdict.Proved(var report) ->
          Diagnosis.good(
              thing,
              level
                  + ", "
                  + String.join(", ", report.languages().stream().map(Object::toString).toList())
                      .toLowerCase(Locale.ROOT)
                  + ": "
                  + report.summary());
      case Verdict.Refused refused ->
          Diagnosis.note(
              thing,
              "not used, " + refused.reason(),
              "update it, or leave it out of sandbox.backends");
      case Verdict.Absent(String reason, String mend) -> Diagnosis.note(thing, reason, mend);
      case Verdict.Forbidden(String reason) -> Diagnosis.note(thing, "not used, " + reason, "");
      case Verdict.NotNeeded needless -> Diagnosis.note(thing, needless.reason(), "");
    };
  }

  private static Diagnosis of(String name, Presence presence) {
    return switch (presence) {
      case Presence.Present(var _, String detail) -> Diagnosis.good(thing(name), detail);
      case Presence.Missing(String reason, String mend) ->
          Diagnosis.note(thing(name), reason, mend);
    };
  }

  private static String thing(String name) {
    return "sandbox " + name;
  }
}
