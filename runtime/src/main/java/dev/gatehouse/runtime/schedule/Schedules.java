package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.schedule.Clockwork;
import dev.gatehouse.core.schedule.CronReader;
import dev.gatehouse.core.schedule.FireTimes;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.Tick;
import dev.gatehouse.core.schedule.TickOutcome;
import dev.gatehouse.core.schedule.TickResult;
import dev.gatehouse.core.spi.StoreException;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.schedule.KeptSchedule.Source;
import dev.gatehouse.runtime.schedule.ScheduleException.Problem;
import dev.gatehouse.runtime.seat.Rows;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Begins the ticks of schedules when they are due, and keeps what becomes of them.
///
///     look: what is due → its state is durable → its run begins → its end is durable → look
///
/// One platform thread owns the schedules and looks at the clock every second, so that a clock that
/// jumps is noticed. It never waits for a run: each tick has a thread of its own.
public final class Schedules implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Schedules.class.getName());
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final Parts parts;
  private final List<Schedule> configured;
  private final ScheduleBook book;
  private final TickCrew crew;
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("gatehouse-schedules").daemon().unstarted(task));
  private volatile boolean watching;

  /// What schedules need.
  ///
  /// @param targets who can do what they want done
  /// @param reception has a say in the sessions of ticks
  /// @param deliveries what knows the deliveries
  /// @param listener hears what comes of ticks
  public record Parts(
      AgentRuntime runtime,
      CronReader crons,
      TickTargets targets,
      Reception reception,
      Deliveries deliveries,
      Checklists checklists,
      ScheduleListener listener) {}

  /// Knows the deliveries.
  public interface Deliveries {

    /// {@return the names of the deliveries there are}
    Set<String> names();
  }

  /// The schedules of a gateway; they do nothing yet.
  ///
  /// @param configured those of the configuration
  /// @throws ScheduleException when one of them could never work
  public Schedules(Parts parts, List<Schedule> configured) {
    this.parts = parts;
    this.configured = List.copyOf(configured);
    this.book = new ScheduleBook(parts.runtime().store(), parts.crons());
    this.crew = new TickCrew(parts, this::ended);
  }

  private void requireValid(Schedule schedule) {
    invalid(schedule)
        .ifPresent(why -> {
          throw new ScheduleException(
              Problem.INVALID, "schedule \"" + schedule.name() + "\": " + why);
        });
  }

  /// {@return why a schedule could never work, naming the value; empty when it can}
  public Optional<String> invalid(Schedule schedule) {
    try {
      var _ = FireTimes.of(schedule.timing(), Instant.EPOCH, parts.crons());
    } catch (IllegalArgumentException unreadable) {
      return Optional.of(String.valueOf(unreadable.getMessage()));
    }
    Set<String> deliveries = parts.deliveries().names();
    return parts
        .targets()
        .complaint(schedule)
        .or(() ->
            schedule.delivery().stream()
                .filter(name -> !deliveries.contains(name))
                .findFirst()
                .map(name -> "delivery \"" + name + "\" is unknown; " + known(deliveries)));
  }

  private static String known(Set<String> deliveries) {
    return deliveries.isEmpty()
        ? "none is configured"
        : "there is " + String.join(", ", new TreeSet<>(deliveries));
  }

  /// Takes up what was kept, goes on with the ticks an earlier process has begun, and looks at the
  /// clock from now on.
  public void start() {
    open();
    watch();
  }

  /// Does so for one schedule of the configuration, as if there were no other.
  ///
  /// @param key its key
  /// @throws ScheduleException when the configuration has none of that key
  public void startAlone(String key) {
    openAlone(key);
    watch();
  }

  private void watch() {
    watching = true;
    var _ = owner.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Takes up what was kept without looking at the clock; [#look()] does that once.
  public void open() {
    owned(() -> {
      book.open(configured, now());
      return goOn();
    });
  }

  /// Takes up one schedule of the configuration, as if there were no other.
  public void openAlone(String key) {
    Schedule schedule =
        configured.stream()
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElseThrow(() -> missing(key));
    owned(() -> {
      book.openAlone(schedule, now());
      return goOn();
    });
  }

  private int goOn() {
    List<ScheduleBook.Job> open = book.open();
    open.forEach(job -> crew.begin(job.schedule(), job.tick()));
    return open.size();
  }

  private void round() {
    try {
      var _ = lookNow();
    } catch (StoreException broken) {
      LOG.log(Level.WARNING, "schedules wait for the store: {0}", broken.getMessage());
    } catch (RuntimeException broken) {
      LOG.log(Level.ERROR, "looking at the schedules failed, and is tried again", broken);
    }
  }

  /// Begins what is due.
  ///
  /// @return how many ticks began
  public int look() {
    return owned(this::lookNow);
  }

  private int lookNow() {
    ScheduleBook.Todo todo = book.look(now());
    todo.cancel().forEach(crew::cancel);
    todo.begin().forEach(job -> crew.begin(job.schedule(), job.tick()));
    return todo.begin().size();
  }

  private Instant now() {
    return parts.runtime().clock().instant();
  }

  private void ended(Schedule schedule, Tick tick, Optional<String> run, TickResult result) {
    Optional<KeptSchedule> kept = owned(() -> book.ended(schedule.key(), tick, run, result, now()));
    kept.ifPresent(it -> tell(it, ScheduleBook.last(it)));
    if (watching) {
      look();
    }
  }

  private void tell(KeptSchedule kept, TickOutcome outcome) {
    ScheduleListener listener = parts.listener();
    Schedule schedule = kept.schedule();
    try {
      switch (outcome.result().kind()) {
        case ALERT, BUDGET_EXCEEDED, MAX_TURNS_REACHED ->
            listener.alert(schedule, outcome, kept.state());
        case QUIET -> listener.quiet(schedule, outcome, kept.state());
        case ERROR -> listener.error(schedule, outcome, kept.state());
        case SKIPPED, DONE, CANCELLED -> {}
      }
      listener.tick(schedule, outcome, kept.state());
    } catch (RuntimeException broken) {
      LOG.log(Level.WARNING, "a listener failed on a tick of " + schedule.key(), broken);
    }
  }

  /// {@return a schedule by its key}
  public Optional<KeptSchedule> find(String key) {
    return owned(() -> book.find(key));
  }

  /// Adds a schedule.
  ///
  /// @throws ScheduleException when there is one of that name, or it could never work
  public KeptSchedule add(Schedule schedule) {
    requireValid(schedule);
    return owned(() -> {
      if (book.find(schedule.key()).isPresent()) {
        throw new ScheduleException(
            Problem.CONFLICT, "there is a schedule \"" + schedule.name() + "\" already");
      }
      if (book.size() >= ScheduleBook.MAX_SCHEDULES) {
        throw new ScheduleException(
            Problem.FULL, "there are " + book.size() + " schedules; remove one first");
      }
      return book.add(schedule, Source.CALLER, now());
    });
  }

  /// Changes what a schedule is. When its times change, they count from now.
  ///
  /// @throws ScheduleException when there is none, it belongs to the configuration, or could never
  ///   work
  public KeptSchedule change(String key, UnaryOperator<Schedule> change) {
    return owned(() -> {
      KeptSchedule kept = required(key);
      requireOurs(kept, "change");
      Schedule other = change.apply(kept.schedule());
      requireValid(other);
      return book.change(kept, other, now());
    });
  }

  /// Lets a schedule fire no more; what is at work goes on.
  public KeptSchedule pause(String key) {
    return owned(() -> book.pause(required(key), now()));
  }

  /// Lets a schedule fire again; what would have fired in between is gone.
  public KeptSchedule resume(String key) {
    return owned(() -> book.resume(required(key), now()));
  }

  /// Fires a schedule now, whatever the hour, paused or not.
  ///
  /// @param request what tells it from other such wishes; the same one fires once
  /// @return the run it will be, unless its checklist is empty
  public String run(String key, String request) {
    return owned(() -> {
      KeptSchedule kept = required(key);
      Tick tick = Tick.asked(kept.schedule(), now(), request);
      if (parts.runtime().store().row(Rows.RUN, TickCrew.run(tick)).isEmpty()) {
        ScheduleBook.Job job = book.asked(kept, tick, now());
        crew.begin(job.schedule(), job.tick());
      }
      return TickCrew.run(tick);
    });
  }

  /// Removes a schedule; what is at work goes on.
  ///
  /// @throws ScheduleException when there is none, or it belongs to the configuration
  public void remove(String key) {
    owned(() -> {
      requireOurs(required(key), "remove");
      book.remove(key);
      return key;
    });
  }

  private KeptSchedule required(String key) {
    return book.find(key).orElseThrow(() -> missing(key));
  }

  private static ScheduleException missing(String key) {
    return new ScheduleException(
        Problem.NOT_FOUND, "there is no schedule \"" + key.substring(key.indexOf('/') + 1) + "\"");
  }

  private static void requireOurs(KeptSchedule kept, String verb) {
    if (kept.source() == Source.FILE) {
      throw new ScheduleException(
          Problem.CONFLICT,
          "schedule \""
              + kept.schedule().name()
              + "\" belongs to the configuration; "
              + verb
              + " it there, or pause it");
    }
  }

  /// {@return the next times at which a schedule fires, without jitter}
  public List<Instant> upcoming(KeptSchedule kept, int most) {
    FireTimes times = FireTimes.of(kept.schedule().timing(), kept.state().since(), parts.crons());
    return new Clockwork(kept.schedule(), times).upcoming(kept.state(), now(), most);
  }

  private <T> T owned(Callable<T> work) {
    try {
      return owner.submit(work).get();
    } catch (ExecutionException failed) {
      throw thrown(failed);
    } catch (RejectedExecutionException stopping) {
      throw new StoreException("the schedules stop; the next process goes on", stopping);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while waiting for the schedules", stopping);
    }
  }

  private static RuntimeException thrown(ExecutionException failed) {
    return switch (failed.getCause()) {
      case GatehouseException ours -> ours;
      case RuntimeException broken -> broken;
      case null, default -> new IllegalStateException("the schedules failed", failed);
    };
  }

  /// Begins nothing more. What is at work stays as it is, and the next process goes on with it.
  @Override
  public void close() {
    owner.shutdown();
    crew.close();
  }
}
