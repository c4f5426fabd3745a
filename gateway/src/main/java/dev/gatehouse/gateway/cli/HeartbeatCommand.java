package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.TickOutcome;
import dev.gatehouse.core.schedule.TickResult;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.cli.talk.UsageException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ScheduleConfig;
import dev.gatehouse.runtime.schedule.KeptSchedule;
import dev.gatehouse.runtime.schedule.ScheduleListener;
import dev.gatehouse.runtime.schedule.Schedules;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gatehouse heartbeat NAME`: one schedule of the configuration, in the foreground.
@Command(
    name = "heartbeat",
    description =
        "Run one schedule of the configuration in the foreground, with a line for each tick; with"
            + " --url, watch one of a server.",
    footer = {
      "",
      "The first tick comes at once, unless an earlier process has left the schedule",
      "waiting.",
      "",
      "Exit codes with --once: 0 done, quiet, alert or skipped, 1 failed or",
      "cancelled, 3 budget, 4 turn limit."
    })
final class HeartbeatCommand implements Callable<Integer> {

  private static final int BUDGET = 3;
  private static final int TURNS = 4;
  private static final Duration DELIVERY = Duration.ofSeconds(30);

  private final Shell shell;
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

  @Mixin private SharedOptions shared = new SharedOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The schedule.")
  private String name = "";

  @Option(names = "--once", description = "Tick once, now, and leave.")
  private boolean once;

  /// A tick and where the schedule stands after it.
  private record Ended(TickOutcome outcome, ScheduleState state) {}

  HeartbeatCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    return server.isMeant(shell) ? watch() : embedded();
  }

  private int watch() throws InterruptedException {
    try (var schedules = server.schedules(shell)) {
      var schedule = new WatchedSchedule(schedules, name);
      Optional<String> run = once ? Optional.of(schedule.tick()) : Optional.empty();
      while (true) {
        var seen = schedule.await();
        for (var tick : seen.ended()) {
          boolean mine =
              run.isPresent() && tick.run().filter(it -> !run.get().equals(it)).isEmpty();
          say(tick, once ? Optional.empty() : seen.next());
          if (mine) {
            return exitCode(tick);
          }
        }
      }
    }
  }

  private static int exitCode(TickLine tick) {
    return Arrays.stream(TickResult.Kind.values())
        .filter(kind -> kind.wire().equals(tick.result()))
        .findFirst()
        .map(HeartbeatCommand::exitCode)
        .orElse(Program.FAILED);
  }

  private int embedded() throws InterruptedException {
    var config = shared.config(shell);
    var schedule = required(config);
    var launch =
        new Launch(config, shared.data(shell, config), shell.environment(), Optional.empty());
    try (var gateway = launch.embed(new Listener());
        var _ = AtExit.run("gatehouse-stop", gateway::close)) {
      return once ? once(gateway, schedule) : forever(gateway, schedule);
    }
  }

  private Schedule required(GatehouseConfig config) {
    ScheduleConfig schedule = config.schedules().get(name);
    if (schedule == null) {
      throw new UsageException(
          "there is no schedule \"%s\" in the configuration; there is %s"
              .formatted(
                  name,
                  config.schedules().isEmpty()
                      ? "none"
                      : String.join(", ", config.schedules().keySet())));
    }
    return schedule.schedule(name);
  }

  private int once(Gateway gateway, Schedule schedule) throws InterruptedException {
    var schedules = gateway.schedules();
    schedules.openAlone(schedule.key());
    var run = schedules.run(schedule.key(), gateway.runtime().ids().run());
    while (true) {
      var end = ended.take();
      say(end, Optional.empty());
      if (end.outcome().run().filter(it -> !it.equals(run)).isEmpty()) {
        settle(gateway);
        return exitCode(end.outcome().result().kind());
      }
    }
  }

  /// What is left is not lost: the next process on the same data tries it again.
  private void settle(Gateway gateway) throws InterruptedException {
    if (!gateway.settleDeliveries(DELIVERY)) {
      shell.err().println("gatehouse: a delivery is still owed; the next process tries it again");
    }
  }

  private int forever(Gateway gateway, Schedule schedule) throws InterruptedException {
    var schedules = gateway.schedules();
    schedules.startAlone(schedule.key());
    if (isNew(schedules.find(schedule.key()).orElseThrow().state())) {
      var _ = schedules.run(schedule.key(), gateway.runtime().ids().run());
    }
    while (true) {
      say(ended.take(), next(schedules, schedule));
    }
  }

  private static boolean isNew(ScheduleState state) {
    return state.history().ticks() == 0 && !state.isBusy();
  }

  private static Optional<String> next(Schedules schedules, Schedule schedule) {
    return schedules.find(schedule.key()).flatMap(kept -> next(schedules, kept));
  }

  private static Optional<String> next(Schedules schedules, KeptSchedule kept) {
    return schedules.upcoming(kept, 1).stream().findFirst().map(Object::toString);
  }

  private void say(Ended end, Optional<String> next) {
    var outcome = end.outcome();
    var result = outcome.result();
    say(
        new TickLine(
            end.state().history().ticks(),
            outcome.at(),
            result.kind().wire(),
            result.reason(),
            result.text(),
            outcome.run()),
        next);
  }

  private void say(TickLine tick, Optional<String> next) {
    shell
        .out()
        .println(
            shared.json() ? tick.json() : tick.shown(shell.ink(), next.map(at -> "next " + at)));
    shell.out().flush();
  }

  private static int exitCode(TickResult.Kind kind) {
    return switch (kind) {
      case SKIPPED, QUIET, ALERT, DONE -> 0;
      case ERROR, CANCELLED -> Program.FAILED;
      case BUDGET_EXCEEDED -> BUDGET;
      case MAX_TURNS_REACHED -> TURNS;
    };
  }

  private final class Listener implements ScheduleListener {

    @Override
    public void tick(Schedule schedule, TickOutcome outcome, ScheduleState state) {
      ended.add(new Ended(outcome, state));
    }
  }
}
