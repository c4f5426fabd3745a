package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.schedule.Clockwork;
import dev.gatehouse.core.schedule.CronReader;
import dev.gatehouse.core.schedule.FireTimes;
import dev.gatehouse.core.schedule.Schedule;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.ScheduleState.Mode;
import dev.gatehouse.core.schedule.Tick;
import dev.gatehouse.core.schedule.TickOutcome;
import dev.gatehouse.core.schedule.TickResult;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.runtime.schedule.KeptSchedule.Source;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The schedules there are and where each of them stands. Owned by one thread.
///
/// A new state is durable before anything follows from it. A commit that fails leaves everything as
/// it was, so the same is decided again at the next look.
final class ScheduleBook {

  /// The most schedules of one gateway.
  static final int MAX_SCHEDULES = 1_000;

  private static final Logger LOG = System.getLogger(ScheduleBook.class.getName());

  private final EventStore store;
  private final CronReader crons;
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private Instant looked = Instant.MIN;

  /// A schedule at work.
  ///
  /// @param wake when to look at it again; empty when only the end of a tick can change it
  private record Page(KeptSchedule kept, Clockwork clockwork, Optional<Instant> wake) {

    boolean isDue(Instant now) {
      return wake.map(at -> !at.isAfter(now)).orElse(false);
    }
  }

  /// What is to be done after a look.
  ///
  /// @param begin the ticks to begin
  /// @param cancel the ticks to cancel
  record Todo(List<Job> begin, List<Tick> cancel) {}

  /// A tick of a schedule.
  record Job(Schedule schedule, Tick tick) {}

  ScheduleBook(EventStore store, CronReader crons) {
    this.store = store;
    this.crons = crons;
  }

  /// Takes up the schedules that are kept, as far as the configuration still knows them, and those
  /// that are new in it.
  void open(List<Schedule> configured, Instant now) {
    Map<String, Schedule> wanted = new LinkedHashMap<>();
    configured.forEach(schedule -> wanted.put(schedule.key(), schedule));
    for (Row row : store.rows(RowQuery.of(KeptSchedule.KIND, MAX_SCHEDULES))) {
      Optional<Schedule> said = Optional.ofNullable(wanted.remove(row.id()));
      try {
        takeUp(KeptSchedule.of(row), said, now);
      } catch (IllegalArgumentException | JsonException unreadable) {
        // Such as a zone that a newer Java does not know: the others must fire all the same.
        LOG.log(Level.ERROR, "schedule '" + row.id() + "' does not fire any more", unreadable);
      }
    }
    wanted.values().forEach(fresh -> add(fresh, Source.FILE, now));
  }

  private void takeUp(KeptSchedule kept, Optional<Schedule> said, Instant now) {
    if (said.isPresent()) {
      adopt(kept, said.get(), now);
    } else if (kept.source() == Source.FILE) {
      store.forget(KeptSchedule.root(kept.schedule().key()));
    } else {
      turnTo(kept, now);
    }
  }

  /// Takes up one schedule of the configuration, as if there were no other.
  void openAlone(Schedule configured, Instant now) {
    store
        .row(KeptSchedule.KIND, configured.key())
        .map(KeptSchedule::of)
        .ifPresentOrElse(
            kept -> adopt(kept, configured, now), () -> add(configured, Source.FILE, now));
  }

  /// What the configuration says now, with what is known from before. Other times count from now.
  private void adopt(KeptSchedule kept, Schedule wanted, Instant now) {
    ScheduleState state =
        sameTimes(kept.schedule(), wanted) ? kept.state() : kept.state().restarted(now);
    save(new KeptSchedule(wanted, state, Source.FILE, kept.made()), now);
  }

  private static boolean sameTimes(Schedule one, Schedule other) {
    return one.timing().cadence().equals(other.timing().cadence())
        && one.timing().timezone().equals(other.timing().timezone());
  }

  private Clockwork clockwork(KeptSchedule kept) {
    Schedule schedule = kept.schedule();
    return new Clockwork(schedule, FireTimes.of(schedule.timing(), kept.state().since(), crons));
  }

  private void turnTo(KeptSchedule kept, Instant now) {
    pages.put(kept.schedule().key(), new Page(kept, clockwork(kept), Optional.of(now)));
  }

  private KeptSchedule save(KeptSchedule kept, Instant now) {
    commit(List.of(kept), now);
    turnTo(kept, now);
    return kept;
  }

  private void commit(List<KeptSchedule> changed, Instant now) {
    if (!changed.isEmpty()) {
      var _ =
          store.append(
              new Commit(
                  List.of(), List.of(), changed.stream().map(kept -> kept.row(now)).toList()));
    }
  }

  Optional<KeptSchedule> find(String key) {
    return Optional.ofNullable(pages.get(key)).map(Page::kept);
  }

  int size() {
    return pages.size();
  }

  KeptSchedule add(Schedule schedule, Source source, Instant now) {
    return save(new KeptSchedule(schedule, ScheduleState.begin(now), source, now), now);
  }

  KeptSchedule change(KeptSchedule kept, Schedule other, Instant now) {
    KeptSchedule changed = kept.with(other);
    boolean same = sameTimes(kept.schedule(), other);
    return save(same ? changed : changed.with(kept.state().restarted(now)), now);
  }

  KeptSchedule pause(KeptSchedule kept, Instant now) {
    return kept.state().mode() == Mode.PAUSED
        ? kept
        : save(kept.with(clockwork(kept).paused(kept.state(), now)), now);
  }

  KeptSchedule resume(KeptSchedule kept, Instant now) {
    return kept.state().mode() == Mode.ACTIVE
        ? kept
        : save(kept.with(kept.state().resumed(now)), now);
  }

  Job asked(KeptSchedule kept, Tick tick, Instant now) {
    save(kept.with(clockwork(kept).asked(kept.state(), tick, now)), now);
    return new Job(kept.schedule(), tick);
  }

  void remove(String key) {
    store.forget(KeptSchedule.root(key));
    pages.remove(key);
  }

  /// {@return the outcome and the schedule as it is then; empty when the tick is of none}
  Optional<KeptSchedule> ended(
      String key, Tick tick, Optional<String> run, TickResult result, Instant now) {
    Page page = pages.get(key);
    if (page == null || page.kept().state().open(tick.id()).isEmpty()) {
      return Optional.empty();
    }
    ScheduleState state = page.clockwork().ended(page.kept().state(), tick.id(), run, result, now);
    return Optional.of(save(page.kept().with(state), now));
  }

  /// {@return the last outcome}
  static TickOutcome last(KeptSchedule kept) {
    return kept.state().history().recent().getFirst();
  }

  /// Sees what is due. When the clock has gone back, all of them are seen again.
  Todo look(Instant now) {
    boolean back = now.isBefore(looked);
    looked = now;
    List<Page> turned = new ArrayList<>();
    List<KeptSchedule> changed = new ArrayList<>();
    List<Job> begin = new ArrayList<>();
    List<Tick> cancel = new ArrayList<>();
    for (Page page : pages.values()) {
      if (back || page.isDue(now)) {
        Clockwork.Turn turn = page.clockwork().turn(page.kept().state(), now);
        KeptSchedule after = page.kept().with(turn.state());
        turned.add(new Page(after, page.clockwork(), turn.wake()));
        if (!turn.state().equals(page.kept().state())) {
          changed.add(after);
        }
        turn.begin().forEach(tick -> begin.add(new Job(after.schedule(), tick)));
        cancel.addAll(turn.cancel());
      }
    }
    commit(changed, now);
    turned.forEach(page -> pages.put(page.kept().schedule().key(), page));
    return new Todo(begin, cancel);
  }

  /// {@return the ticks that an earlier process has begun, or meant to}
  List<Job> open() {
    return pages.values().stream()
        .flatMap(page ->
            page.kept().state().open().stream()
                .map(begun -> new Job(page.kept().schedule(), begun.tick())))
        .toList();
  }
}
