package dev.gatehouse.checks.schedule;

import dev.gatehouse.adapters.cron.CrontabReader;
import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Price;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.TickOutcome;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import dev.gatehouse.runtime.schedule.KeptSchedule;
import dev.gatehouse.runtime.schedule.Reception;
import dev.gatehouse.runtime.schedule.ScheduleListener;
import dev.gatehouse.runtime.schedule.Schedules;
import dev.gatehouse.runtime.schedule.ServedTargets;
import dev.gatehouse.runtime.seat.Budgets;
import dev.gatehouse.runtime.seat.Rows;
import dev.gatehouse.testkit.InMemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A process with schedules: one agent, a clock that is set, and what its listener heard.
final class Ticking implements AutoCloseable {

  final SetClock clock;
  final Map<String, String> files = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final BlockingQueue<TickOutcome> heard = new LinkedBlockingQueue<>();
  private final AgentRuntime runtime;
  private final Schedules schedules;

  Ticking(InMemoryStore store, SetClock clock, Model model, Schedule... configured) {
    this.clock = clock;
    AgentProfile profile =
        AgentProfile.of("watcher", "You watch.", "model").withRetry(RetryPolicy.NONE);
    runtime =
        AgentRuntime.open(
            new AgentRuntime.Parts(
                store.events(),
                store.blobs(),
                new OneAgent(profile, model),
                new NetworkntValidator(),
                clock,
                new Budgets(_ -> Optional.empty()),
                (_, _) -> {}));
    schedules =
        new Schedules(
            new Schedules.Parts(
                runtime,
                new CrontabReader(),
                new ServedTargets(runtime, new NetworkntValidator(), ServedTargets.Shaping.NONE),
                Reception.OPEN,
                () -> Set.of("ops"),
                this::file,
                new Listener()),
            List.of(configured));
    schedules.open();
  }

  private String file(String name) throws IOException {
    String text = files.getOrDefault(name, "");
    if (text.equals("broken")) {
      throw new IOException("it is broken");
    }
    return text;
  }

  Schedules schedules() {
    return schedules;
  }

  AgentRuntime runtime() {
    return runtime;
  }

  /// {@return what the listener was told, in order}
  List<String> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /// Looks at the schedules at a time.
  int at(String time) {
    clock.set(time);
    return schedules.look();
  }

  /// {@return the next tick that has come to an end}
  TickOutcome outcome() throws InterruptedException {
    TickOutcome next = heard.poll(120, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no tick has come to an end");
    }
    return next;
  }

  KeptSchedule kept(String name) {
    return schedules.find("default/" + name).orElseThrow();
  }

  List<String> runs() {
    return runtime.store().rows(RowQuery.of(Rows.RUN, 200)).stream().map(row -> row.id()).toList();
  }

  @Override
  public void close() {
    schedules.close();
    runtime.close(Duration.ZERO);
  }

  private final class Listener implements ScheduleListener {

    @Override
    public void alert(Schedule schedule, TickOutcome outcome, ScheduleState state) {
      note("alert");
    }

    @Override
    public void quiet(Schedule schedule, TickOutcome outcome, ScheduleState state) {
      note("quiet");
    }

    @Override
    public void error(Schedule schedule, TickOutcome outcome, ScheduleState state) {
      note("error");
    }

    @Override
    public void tick(Schedule schedule, TickOutcome outcome, ScheduleState state) {
      note("tick");
      heard.add(outcome);
    }

    private void note(String call) {
      synchronized (calls) {
        calls.add(call);
      }
    }
  }

  private record OneAgent(AgentProfile profile, Model model) implements Catalog {

    private static final ModelFacts FREE =
        new ModelFacts(Price.FREE, 100_000, 4_000, Optional.empty());

    @Override
    public List<Agent> agents() {
      return List.of(new Agent(profile, RunLimits.STANDARD, "the only one", List.of()));
    }

    @Override
    public List<Tool> tools() {
      return List.of();
    }

    @Override
    public Resolution resolve(String name, String session) {
      return new Resolution.Found("fake/" + name, name, model, Optional.of(FREE), Optional.empty());
    }

    @Override
    public List<Offer> models() {
      return List.of();
    }
  }
}
