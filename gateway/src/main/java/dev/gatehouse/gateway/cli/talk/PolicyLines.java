package dev.gatehouse.gateway.cli.talk;

import java.util.Optional;

/// The lines that tell of judgements, approvals, steps and other agents; the same for agents in
/// this process and for those of a server.
final class PolicyLines {

  private PolicyLines() {}

  static String finding(String action, String tool, String code, String message) {
    var verb =
        switch (action) {
          case "warn" -> "warns of";
          case "deny" -> "denies";
          case "ask" -> "wants a human to allow";
          case "rewrite" -> "rewrites";
          default -> action;
        };
    return "%s %s %s: %s".formatted(code, verb, tool, message);
  }

  static String settled(String decision, String by) {
    return "%s by %s".formatted(decision, by);
  }

  static String began(String agent, String task) {
    return "agent %s begins: %s".formatted(agent, task);
  }

  static String ended(String run, String status) {
    return "agent run %s %s".formatted(run, status);
  }

  static String risk(String effect, boolean tainted) {
    return tainted ? effect + ", after it has read what strangers wrote" : effect;
  }

  static String node(String path, String status, long millis, Optional<String> why) {
    return "step %s %s in %s ms%s"
        .formatted(path, status, millis, why.map(it -> ": " + it).orElse(""));
  }

  static String offered(String tool) {
    return "waits for a client to run " + tool;
  }
}
