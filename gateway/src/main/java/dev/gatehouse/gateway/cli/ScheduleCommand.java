package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.DurationText;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Ink;
import dev.gatehouse.gateway.cli.screen.Seconds;
import dev.gatehouse.gateway.cli.talk.RemoteSchedules;
import dev.gatehouse.gateway.cli.talk.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gatehouse schedule`: the schedules of a server.
@Command(
    name = "schedule",
    description = "List the schedules of a server, and add, pause, resume, run or remove one.",
    footer = {
      "",
      "gatehouse schedule                  what there is, and when it fires",
      "gatehouse schedule add night --agent clerk --cron '0 2 * * *' --message Tidy",
      "gatehouse schedule add brief --workflow briefing --every 1h --input '{}'",
      "gatehouse schedule pause night      until `resume night`",
      "gatehouse schedule run night        now, whatever the hour"
    })
final class ScheduleCommand implements Callable<Integer> {

  private static final int MAX_TEXT = 120;
  private static final int SHOWN_TIMES = 3;

  private final Shell shell;

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "list|add|pause|resume|run|remove",
      description = "What to do (default: list).")
  private Act act = Act.LIST;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The schedule.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--agent", description = "The agent that does it.")
  private Optional<String> agent = Optional.empty();

  @Option(names = "--workflow", description = "The workflow that does it.")
  private Optional<String> workflow = Optional.empty();

  @Option(names = "--message", paramLabel = "TEXT", description = "What it is told.")
  private Optional<String> message = Optional.empty();

  @Option(
      names = "--input",
      paramLabel = "JSON|@FILE",
      description = "Data that goes with it; what a workflow is given.")
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--cron",
      paramLabel = "EXPRESSION",
      description = "When: minute, hour, day of month, month, day of week.")
  private Optional<String> cron = Optional.empty();

  @Option(names = "--every", paramLabel = "TIME", description = "How often, like 30m.")
  private Optional<Duration> every = Optional.empty();

  @Option(names = "--timezone", paramLabel = "ZONE", description = "Whose clocks count.")
  private Optional<String> timezone = Optional.empty();

  @Option(
      names = "--missed",
      paramLabel = "skip|once|all",
      description = "What becomes of ticks that nobody was there to begin (default: skip).")
  private Optional<String> missed = Optional.empty();

  @Option(
      names = "--overlap",
      paramLabel = "skip|queue|cancel",
      description = "What becomes of a tick while an earlier one is at work (default: skip).")
  private Optional<String> overlap = Optional.empty();

  @Option(names = "--delivery", split = ",", description = "Where results are delivered.")
  private List<String> delivery = List.of();

  /// What to do.
  private enum Act {
    LIST,
    ADD,
    PAUSE,
    RESUME,
    RUN,
    REMOVE
  }

  ScheduleCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (act != Act.LIST && name.isEmpty()) {
      throw new UsageException(
          act.name().toLowerCase(Locale.ROOT)
              + " needs the NAME of a schedule; `gatehouse schedule` lists them");
    }
    try (var schedules = server.schedules(shell)) {
      switch (act) {
        case LIST -> list(schedules);
        case ADD -> tell(schedules.add(definition()));
        case PAUSE -> tell(schedules.change(name.orElseThrow(), paused(Json.of(true))));
        case RESUME -> tell(schedules.change(name.orElseThrow(), paused(Json.of(false))));
        case RUN -> begun(schedules.run(name.orElseThrow()));
        case REMOVE -> removed(schedules);
      }
    }
    return 0;
  }

  private static Json paused(Json whether) {
    return Json.obj("paused", whether);
  }

  private Json definition() {
    var body = Json.object().put("name", name.orElseThrow());
    agent.ifPresent(it -> body.put("agent", it));
    workflow.ifPresent(it -> body.put("workflow", it));
    message.ifPresent(it -> body.put("message", it));
    input.ifPresent(it -> body.put("input", GivenInput.read(shell, it)));
    cron.ifPresent(it -> body.put("cron", it));
    every.ifPresent(it -> body.put("every", DurationText.of(it)));
    timezone.ifPresent(it -> body.put("timezone", it));
    missed.ifPresent(it -> body.put("missed", it));
    overlap.ifPresent(it -> body.put("overlap", it));
    if (!delivery.isEmpty()) {
      body.put("delivery", Json.array(delivery.stream().map(Json::of).toList()));
    }
    return body.build();
  }

  private void list(RemoteSchedules schedules) {
    var all = schedules.list();
    if (shared.json()) {
      shell.out().println(Json.obj("items", Json.array(all)));
      return;
    }
    if (all.isEmpty()) {
      shell.err().println("there is no schedule");
    }
    all.forEach(this::show);
  }

  private void tell(Json schedule) {
    if (shared.json()) {
      shell.out().println(schedule);
    } else {
      show(schedule);
    }
  }

  private void show(Json schedule) {
    var ink = shell.ink();
    shell
        .out()
        .println(
            "%s  %s  %s  %s%s"
                .formatted(
                    ink.bold(text(schedule, "id")),
                    text(schedule, "agent", "workflow"),
                    text(schedule, "cron", "every"),
                    text(schedule, "timezone"),
                    schedule.at("paused").flatMap(Json::bool).orElse(false) ? " paused" : ""));
    var next = schedule.items("next");
    shell
        .out()
        .println(
            ink.dim(
                "    next "
                    + (next.isEmpty()
                        ? "never"
                        : String.join(
                            ", ",
                            next.stream()
                                .limit(SHOWN_TIMES)
                                .map(at -> Ink.exact(at.text().orElse("?")))
                                .toList()))));
    schedule.items("outcomes").stream()
        .findFirst()
        .ifPresent(last -> shell.out().println(ink.dim("    last " + outcome(last))));
  }

  private static String outcome(Json last) {
    var why = last.at("reason").or(() -> last.at("text")).flatMap(Json::text);
    return text(last, "result")
        + " at "
        + Seconds.of(text(last, "at"))
        + why.map(it -> ": " + Ink.line(it, MAX_TEXT)).orElse("");
  }

  private void begun(Json answer) {
    shell
        .out()
        .println(shared.json() ? answer.toString() : "run " + text(answer, "run_id") + " begins");
  }

  private void removed(RemoteSchedules schedules) {
    schedules.remove(name.orElseThrow());
    shell
        .out()
        .println(
            shared.json()
                ? Json.obj("removed", Json.of(name.orElseThrow())).toString()
                : "removed " + name.orElseThrow());
  }

  private static String text(Json json, String... names) {
    for (var each : names) {
      var found = json.at(each).flatMap(Json::text);
      if (found.isPresent()) {
        return Ink.exact(found.get());
      }
    }
    return "?";
  }
}
