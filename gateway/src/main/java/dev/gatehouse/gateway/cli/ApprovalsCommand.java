package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Ink;
import dev.gatehouse.gateway.cli.talk.RemoteInbox;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gatehouse approvals`: the inbox of a server.
@Command(
    name = "approvals",
    description = "List the tool calls of a server that wait for a human, and allow or deny them.",
    footer = {
      "",
      "gatehouse approvals                      what waits",
      "gatehouse approvals approve ID           allow a call",
      "gatehouse approvals deny ID --reason …   deny it, and tell the model why"
    })
final class ApprovalsCommand implements Callable<Integer> {

  private static final int MAX_REASON = 200;

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|approve|deny",
      description = "What to do (default: list).")
  private Act act = Act.LIST;

  @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The approval.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--status",
      split = ",",
      description =
          "Which to list: open approved denied expired cancelled, or all (default: open).")
  private List<String> statuses = List.of("open");

  @Option(names = "--reason", paramLabel = "TEXT", description = "What the model and the log read.")
  private Optional<String> reason = Optional.empty();

  @Option(
      names = "--scope",
      paramLabel = "once|session|always",
      description = "How far a yes reaches (default: once).")
  private Optional<Scope> scope = Optional.empty();

  /// What to do.
  private enum Act {
    LIST,
    APPROVE,
    DENY
  }

  /// How far a yes reaches.
  private enum Scope {
    ONCE,
    SESSION,
    ALWAYS
  }

  ApprovalsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    check();
    try (var inbox = server.inbox(shell)) {
      switch (act) {
        case LIST -> list(inbox);
        case APPROVE, DENY -> decide(inbox, id.orElseThrow());
      }
    }
    return 0;
  }

  private void check() {
    if (act == Act.LIST && (id.isPresent() || reason.isPresent() || scope.isPresent())) {
      throw new UsageException("list takes no ID, --reason or --scope; say approve or deny");
    }
    if (act != Act.LIST && id.isEmpty()) {
      throw new UsageException(wire(act) + " needs an ID; `gatehouse approvals` lists them");
    }
    if (act == Act.DENY && scope.isPresent()) {
      throw new UsageException("deny takes no --scope; a no is for this call only");
    }
  }

  private void list(RemoteInbox inbox) {
    var found = inbox.list(statuses.equals(List.of("all")) ? List.of() : statuses);
    if (shared.json()) {
      shell.out().println(Json.obj("items", Json.array(found)));
      return;
    }
    if (found.isEmpty()) {
      shell.err().println("nothing is " + String.join(" or ", statuses));
    }
    found.forEach(this::show);
  }

  private void show(Json approval) {
    var ink = shell.ink();
    shell
        .out()
        .println(
            "%s  %s  %s %s"
                .formatted(
                    text(approval, "approval_id"),
                    text(approval, "status"),
                    ink.bold(text(approval, "tool_name")),
                    Ink.exact(approval.at("tool_input").orElse(Json.NULL).toString())));
    shell.out().println(ink.dim("    " + why(approval)));
  }

  private static String why(Json approval) {
    var tainted = approval.at("tainted").flatMap(Json::bool).orElse(false);
    return "%s (%s%s; agent %s, user %s, %s)"
        .formatted(
            Ink.line(text(approval, "reason"), MAX_REASON),
            text(approval, "risk"),
            tainted ? ", after reading what strangers wrote" : "",
            text(approval, "agent"),
            text(approval, "user_id"),
            approval.at("by").isPresent()
                ? "by " + text(approval, "by")
                : "until " + text(approval, "expires_at").replaceFirst("\\.\\d+Z$", "Z"));
  }

  private void decide(RemoteInbox inbox, String approval) {
    var body = Json.object().put("decision", wire(act));
    scope.ifPresent(reach -> body.put("scope", wire(reach)));
    reason.ifPresent(why -> body.put("reason", why));
    var now = inbox.decide(approval, body.build());
    if (shared.json()) {
      shell.out().println(now);
      return;
    }
    shell
        .out()
        .println(
            "%s: %s %s"
                .formatted(
                    text(now, "status"),
                    text(now, "tool_name"),
                    Ink.exact(now.at("tool_input").orElse(Json.NULL).toString())));
  }

  private static String wire(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static String text(Json approval, String name) {
    return Ink.exact(approval.at(name).flatMap(Json::text).orElse("?"));
  }
}
