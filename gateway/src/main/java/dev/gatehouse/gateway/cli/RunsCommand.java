package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.RunReplay;
import dev.gatehouse.gateway.cli.screen.Ink;
import dev.gatehouse.gateway.cli.screen.Seconds;
import dev.gatehouse.gateway.cli.talk.RemoteRuns;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gatehouse runs`: what a server's runs do, wait for, and have come through.
@Command(
    name = "runs",
    description = "Look at the runs of a server, and decide those of a data folder anew.",
    footer = {
      "",
      "gatehouse runs                    the newest runs",
      "gatehouse runs show ID            one run",
      "gatehouse runs blocked-on ID      what it waits for",
      "gatehouse runs why ID             how it came to where it is",
      "gatehouse runs cancel ID --rollback",
      "                                  stop it and take back what it has done",
      "gatehouse runs replay ID          whether this build decides as the log says;",
      "                                  from the data folder, without a server;",
      "                                  exits 1 at the first difference"
    })
final class RunsCommand implements Callable<Integer> {

  private static final int MAX_LINE = 300;

  /// What every event has, and nobody wants to read on every line.
  private static final Set<String> ENVELOPE = Set.of("type", "ts", "run_id", "run_seq");

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|show|tail|blocked-on|why|cancel|retry|fork|replay",
      description = "What to do (default: list).")
  private String act = "list";

  @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The run.")
  private Optional<String> id = Optional.empty();

  @Option(names = "--limit", description = "How many to list, 1 to 200 (default: 20).")
  private int limit = 20;

  @Option(names = "--at-seq", description = "The event a fork begins after.")
  private Optional<Long> seq = Optional.empty();

  @Option(names = "--rollback", description = "Cancel, and take back what the run has done.")
  private boolean rollback;

  RunsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (act.equals("replay")) {
      return replay();
    }
    if (rollback && !act.equals("cancel")) {
      throw new UsageException("--rollback goes with cancel");
    }
    try (var runs = server.runs(shell)) {
      switch (act) {
        case "list" -> list(runs);
        case "show" -> shell.out().println(runs.ask(run(), ""));
        case "tail" -> runs.tail(run(), this::event);
        case "cancel" -> done(runs.order(run(), "/cancel", cancelling()));
        case "retry" -> done(runs.order(run(), "/retry", Json.object().build()));
        case "fork" -> done(runs.order(run(), "/fork", Json.obj("at_seq", Json.of(place()))));
        case "blocked-on" -> blockedOn(runs.ask(run(), "/blocked-on"));
        case "why" -> why(runs.ask(run(), "/why"));
        default ->
            throw new UsageException(
                "\""
                    + act
                    + "\" is nothing runs can do; say list, show, tail, blocked-on, why, cancel,"
                    + " retry, fork or replay");
      }
    }
    return 0;
  }

  private int replay() {
    var data = shared.data(shell, shared.config(shell));
    var finding =
        RunReplay.of(data, run())
            .orElseThrow(
                () -> new UsageException("there is no run \"" + run() + "\" in \"" + data + "\""));
    if (shared.json()) {
      shell.out().println(ReplayText.json(finding));
    } else {
      shell.out().println(ReplayText.line(finding));
    }
    return finding.first().isPresent() ? Program.FAILED : 0;
  }

  private Json cancelling() {
    return rollback ? Json.obj("rollback", Json.of(true)) : Json.object().build();
  }

  private String run() {
    return id.orElseThrow(
        () -> new UsageException(act + " needs an ID; `gatehouse runs` lists them"));
  }

  private long place() {
    return seq.orElseThrow(() ->
        new UsageException(
            "fork needs --at-seq, the number of an event; `gatehouse runs why` shows them"));
  }

  private void done(Json answer) {
    if (shared.json()) {
      shell.out().println(answer);
    } else {
      line(answer.at("run_id").flatMap(Json::text).orElse(run()), text(answer, "status"));
    }
  }

  /// Fragments of text are put together on a terminal, so they have no line of their own.
  private void event(Json event) {
    if (shared.json()) {
      shell.out().println(event);
      return;
    }
    String type = text(event, "type");
    if (!type.endsWith("_delta") && !type.equals("heartbeat")) {
      line(text(event, "ts"), type, Ink.line(rest(event), MAX_LINE));
    }
  }

  private static String rest(Json event) {
    var rest = Json.object();
    event
        .asObject()
        .ifPresent(all ->
            all.members()
                .forEach((name, value) -> {
                  if (!ENVELOPE.contains(name)) {
                    rest.put(name, value);
                  }
                }));
    return rest.build().toString();
  }

  private void list(RemoteRuns runs) {
    if (id.isPresent()) {
      throw new UsageException("list takes no ID; say show, blocked-on or why");
    }
    Json found = runs.list(limit);
    if (shared.json()) {
      shell.out().println(found);
      return;
    }
    if (found.items("items").isEmpty()) {
      shell.err().println("there is no run");
    }
    for (Json run : found.items("items")) {
      String name = run.at("agent").isPresent() ? "agent" : "workflow_id";
      line(
          text(run, "run_id"),
          text(run, "status"),
          text(run, name),
          Seconds.of(text(run, "created_at")));
    }
  }

  private void blockedOn(Json answer) {
    if (shared.json()) {
      shell.out().println(answer);
      return;
    }
    List<Json> waits = answer.items("waiting_for");
    if (waits.isEmpty()) {
      shell.out().println(text(answer, "status") + ": waits for nothing");
    }
    for (Json wait : waits) {
      line(
          text(wait, "kind"),
          text(wait, "id"),
          "for " + wait.at("age_s").map(Json::toString).orElse("0") + " s",
          wait.at("expires_at").isPresent() ? "until " + text(wait, "expires_at") : "");
    }
  }

  private void why(Json answer) {
    if (shared.json()) {
      shell.out().println(answer);
      return;
    }
    shell.out().println(Ink.line(text(answer, "summary"), MAX_LINE));
    for (Json fact : answer.items("facts")) {
      line(
          "  " + fact.at("seq").map(Json::toString).orElse(""),
          text(fact, "at"),
          text(fact, "kind"),
          Ink.line(text(fact, "subject") + ": " + text(fact, "because"), MAX_LINE));
    }
  }

  private void line(String... parts) {
    shell.out().println(String.join("  ", parts).stripTrailing());
  }

  private static String text(Json json, String name) {
    return json.at(name).flatMap(Json::text).orElse("");
  }
}
