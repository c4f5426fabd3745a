package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Ink;
import dev.gatehouse.gateway.cli.talk.RemoteInbox;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gatehouse grants`: what humans have allowed for more than one call.
@Command(
    name = "grants",
    description = "List the standing approvals of a server, and withdraw them.",
    footer = {
      "",
      "gatehouse grants              what is allowed without asking",
      "gatehouse grants revoke ID    ask again from now on"
    })
final class GrantsCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|revoke",
      description = "What to do (default: list).")
  private Act act = Act.LIST;

  @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The grant.")
  private Optional<String> id = Optional.empty();

  /// What to do.
  private enum Act {
    LIST,
    REVOKE
  }

  GrantsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (act == Act.LIST && id.isPresent()) {
      throw new UsageException("list takes no ID; say revoke to withdraw one");
    }
    if (act == Act.REVOKE && id.isEmpty()) {
      throw new UsageException("revoke needs an ID; `gatehouse grants` lists them");
    }
    try (var inbox = server.inbox(shell)) {
      switch (act) {
        case LIST -> list(inbox);
        case REVOKE -> revoke(inbox, id.orElseThrow());
      }
    }
    return 0;
  }

  private void list(RemoteInbox inbox) {
    var found = inbox.grants();
    if (shared.json()) {
      shell.out().println(Json.obj("items", Json.array(found)));
      return;
    }
    if (found.isEmpty()) {
      shell.err().println("nothing is allowed for good; every call that needs a human asks");
    }
    found.forEach(item -> show(item.at("grant").orElse(item)));
  }

  private void show(Json grant) {
    var ink = shell.ink();
    shell
        .out()
        .println(
            "%s  %s  %s%s"
                .formatted(
                    text(grant, "id"),
                    text(grant, "scope"),
                    ink.bold(text(grant, "tool")),
                    suffix(grant, " when ", "when")));
    shell
        .out()
        .println(
            ink.dim(
                "    agent %s, given by %s at %s%s"
                    .formatted(
                        text(grant, "agent"),
                        text(grant, "by"),
                        text(grant, "given"),
                        suffix(grant, ", until ", "expires"))));
  }

  private void revoke(RemoteInbox inbox, String grant) {
    var now = inbox.revoke(grant);
    shell.out().println(shared.json() ? now.toString() : text(now, "status") + ": " + grant);
  }

  private static String suffix(Json grant, String words, String name) {
    return grant.at(name).flatMap(Json::text).map(text -> words + Ink.exact(text)).orElse("");
  }

  private static String text(Json json, String name) {
    return Ink.exact(json.at(name).flatMap(Json::text).orElse("?"));
  }
}
