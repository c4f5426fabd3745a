package dev.gatehouse.core.schedule;

import dev.gatehouse.core.schedule.Tick.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The ticks whose time has come, in order, as far as they are worth keeping apart. A retry stands
/// for all regular ticks up to it.
///
/// After a long absence there may be millions. Only the newest are kept; those before them, and
/// those outside of the active hours, are counted.
final class Due {

  /// The most ticks that are made up for.
  static final int MAX_KEPT = 100;

  /// The most ticks that are walked over before a shorter time is looked back to.
  private static final int MAX_WALK = 20_000;

  private static final List<Duration> LOOK_BACK =
      List.of(Duration.ofDays(1), Duration.ofMinutes(30));

  private final Schedule schedule;
  private final FireTimes times;
  private final Instant now;
  private final Deque<Tick> kept = new ArrayDeque<>();
  private Instant cursor;
  private long dropped;
  private long inactive;
  private Optional<Tick> lastDropped = Optional.empty();
  private Optional<Tick> lastInactive = Optional.empty();
  private Optional<Instant> next = Optional.empty();

  private Due(Schedule schedule, FireTimes times, Instant now, Instant cursor) {
    this.schedule = schedule;
    this.times = times;
    this.now = now;
    this.cursor = cursor;
  }

  static Due of(Schedule schedule, FireTimes times, ScheduleState state, Instant now) {
    Due due = new Due(schedule, times, now, state.cursor());
    if (state.retry().filter(retry -> retry.isAfter(now)).isPresent()) {
      due.next = state.retry();
      return due;
    }
    state.retry().ifPresent(retry -> due.take(Tick.of(schedule, retry, Cause.RETRY)));
    boolean done = due.walked();
    for (Duration shorter : LOOK_BACK) {
      if (!done) {
        due.cursor = now.minus(shorter);
        done = due.walked();
      }
    }
    return due;
  }

  /// {@return whether it came to the present}
  private boolean walked() {
    for (int step = 0; step < MAX_WALK; step++) {
      Optional<Instant> nominal = times.next(cursor);
      if (nominal.isEmpty()) {
        return true;
      }
      Tick tick = Tick.of(schedule, nominal.get(), Cause.TIME);
      Instant due = tick.due(schedule.timing().jitter());
      if (due.isAfter(now)) {
        next = Optional.of(due);
        return true;
      }
      take(tick);
    }
    return false;
  }

  private void take(Tick tick) {
    cursor = tick.nominal().isAfter(cursor) ? tick.nominal() : cursor;
    if (!schedule.timing().isActive(tick.nominal())) {
      inactive++;
      lastInactive = Optional.of(tick);
      return;
    }
    kept.addLast(tick);
    if (kept.size() > MAX_KEPT) {
      dropped++;
      lastDropped = Optional.of(kept.removeFirst());
    }
  }

  Deque<Tick> kept() {
    return kept;
  }

  Instant cursor() {
    return cursor;
  }

  long dropped() {
    return dropped;
  }

  Optional<Tick> lastDropped() {
    return lastDropped;
  }

  long inactive() {
    return inactive;
  }

  Optional<Tick> lastInactive() {
    return lastInactive;
  }

  /// {@return when to look again}
  Optional<Instant> next() {
    return next;
  }
}
