package dev.gatehouse.core.schedule;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a schedule stands. Kept between processes.
///
/// @param mode whether it fires
/// @param since when it was made; periods count from here
/// @param cursor every regular tick up to here has been dealt with
/// @param retry when it tries again after an error, instead of at its next regular tick
/// @param errors how many ticks in a row have failed
/// @param open the ticks that have begun, or must begin, and have not ended
/// @param waiting the ticks that begin when those have ended
/// @param history what has come of ticks
public record ScheduleState(
    Mode mode,
    Instant since,
    Instant cursor,
    Optional<Instant> retry,
    int errors,
    List<Begun> open,
    List<Tick> waiting,
    History history) {

  /// Whether a schedule fires.
  public enum Mode {
    ACTIVE,
    PAUSED
  }

  /// A tick that has begun.
  ///
  /// @param at when
  public record Begun(Tick tick, Instant at) {}

  /// What has come of ticks.
  ///
  /// @param ticks how many there were, skipped ones included
  /// @param recent the last outcomes, newest first
  public record History(
      long ticks,
      Optional<Instant> lastAlert,
      Optional<Instant> lastError,
      List<TickOutcome> recent) {

    /// How many outcomes are remembered.
    public static final int MAX_RECENT = 20;

    static final History NONE = new History(0, Optional.empty(), Optional.empty(), List.of());

    /// Copies the outcomes.
    public History {
      recent = List.copyOf(recent);
    }

    History with(TickOutcome outcome) {
      List<TickOutcome> all = new ArrayList<>(recent);
      if (!all.isEmpty() && outcome.continues(all.getFirst())) {
        all.set(0, outcome.andThose(all.getFirst()));
      } else {
        all.addFirst(outcome);
      }
      TickResult.Kind kind = outcome.result().kind();
      return new History(
          ticks + outcome.count(),
          kind == TickResult.Kind.ALERT ? Optional.of(outcome.at()) : lastAlert,
          kind == TickResult.Kind.ERROR ? Optional.of(outcome.at()) : lastError,
          all.subList(0, Math.min(MAX_RECENT, all.size())));
    }
  }

  /// Copies the ticks.
  public ScheduleState {
    open = List.copyOf(open);
    waiting = List.copyOf(waiting);
  }

  /// A schedule that was made just now.
  public static ScheduleState begin(Instant now) {
    return new ScheduleState(
        Mode.ACTIVE, second(now), now, Optional.empty(), 0, List.of(), List.of(), History.NONE);
  }

  /// {@return this state with another cadence to follow from now on}
  public ScheduleState restarted(Instant now) {
    return new ScheduleState(
        mode, second(now), later(cursor, now), Optional.empty(), errors, open, waiting, history);
  }

  ScheduleState paused() {
    return new ScheduleState(
        Mode.PAUSED, since, cursor, Optional.empty(), errors, open, waiting, history);
  }

  /// {@return this state, firing again; what would have fired in between is gone}
  public ScheduleState resumed(Instant now) {
    return new ScheduleState(
        Mode.ACTIVE, since, later(cursor, now), Optional.empty(), errors, open, waiting, history);
  }

  /// {@return whether a tick has neither ended nor been dropped}
  public boolean isBusy() {
    return !open.isEmpty() || !waiting.isEmpty();
  }

  /// {@return a tick that has begun and not ended}
  public Optional<Begun> open(String tick) {
    return open.stream().filter(begun -> begun.tick().id().equals(tick)).findFirst();
  }

  ScheduleState withCursor(Instant at) {
    return new ScheduleState(mode, since, at, retry, errors, open, waiting, history);
  }

  ScheduleState withRetry(Optional<Instant> at) {
    return new ScheduleState(mode, since, cursor, at, errors, open, waiting, history);
  }

  ScheduleState withErrors(int inARow) {
    return new ScheduleState(mode, since, cursor, retry, inARow, open, waiting, history);
  }

  ScheduleState withOpen(List<Begun> ticks) {
    return new ScheduleState(mode, since, cursor, retry, errors, ticks, waiting, history);
  }

  ScheduleState begun(Tick tick, Instant at) {
    List<Begun> all = new ArrayList<>(open);
    all.add(new Begun(tick, at));
    return withOpen(all);
  }

  ScheduleState withWaiting(List<Tick> ticks) {
    return new ScheduleState(mode, since, cursor, retry, errors, open, ticks, history);
  }

  ScheduleState with(TickOutcome outcome) {
    return new ScheduleState(
        mode, since, cursor, retry, errors, open, waiting, history.with(outcome));
  }

  /// Whole seconds are easier to read.
  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
