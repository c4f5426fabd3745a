package dev.gatehouse.core.schedule;

import dev.gatehouse.core.schedule.ScheduleState.Mode;
import dev.gatehouse.core.schedule.Tick.Cause;
import dev.gatehouse.core.schedule.TickResult.Skip;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which ticks of a schedule begin at a time, and where it stands then: a pure function of the
/// schedule, its state and the time.
///
/// No tick is lost or comes twice, because the state says up to where the regular ticks have been
/// dealt with, and that place moves in one direction only:
///
/// - What is to begin stands among the open ticks of the new state. It is begun after that state is
///   durable, and begun once more after a crash; the id of its run follows from the tick, so it
///   runs once.
/// - When the clock is set forward, the ticks in between are missed and follow that rule. When it
///   is set back, nothing fires until it comes to where it was.
/// - Each regular tick begins or is recorded as skipped, with the reason; but while a heartbeat
///   backs off after an error, its retry stands for the regular ticks up to it.
public final class Clockwork {

  /// How late a tick may begin and not count as missed.
  static final Duration GRACE = Duration.ofMinutes(1);

  /// How many times are looked at to find those within the active hours.
  private static final int MAX_AHEAD = 2_000;

  private final Schedule schedule;
  private final FireTimes times;

  /// The clockwork of a schedule.
  public Clockwork(Schedule schedule, FireTimes times) {
    this.schedule = schedule;
    this.times = times;
  }

  /// What is to be done at a time.
  ///
  /// @param state to be made durable first
  /// @param begin the ticks that begin then
  /// @param cancel the ticks that make room for them
  /// @param wake when to look again, if no tick ends before
  public record Turn(
      ScheduleState state, List<Tick> begin, List<Tick> cancel, Optional<Instant> wake) {

    private static Turn nothing(ScheduleState state) {
      return new Turn(state, List.of(), List.of(), Optional.empty());
    }

    private Turn begins(Tick tick, Instant now) {
      List<Tick> all = new ArrayList<>(begin);
      all.add(tick);
      return new Turn(state.begun(tick, now), all, cancel, wake);
    }

    private Turn cancels(List<Tick> ticks) {
      return new Turn(state, begin, ticks, wake);
    }

    private Turn with(ScheduleState other) {
      return new Turn(other, begin, cancel, wake);
    }

    private Turn skips(Tick tick, Skip why, Instant now, long count) {
      return with(state.with(TickOutcome.skipped(tick, why, now, count)));
    }

    private Turn waking(Optional<Instant> at) {
      return new Turn(state, begin, cancel, at);
    }
  }

  /// {@return what is to be done at a time}
  public Turn turn(ScheduleState before, Instant now) {
    if (before.mode() == Mode.PAUSED) {
      return Turn.nothing(before);
    }
    ScheduleState state = before.withRetry(before.retry().map(at -> notTooFar(at, before, now)));
    Due due = Due.of(schedule, times, state, now);
    Turn turn =
        Turn.nothing(state.withCursor(due.cursor()).withRetry(state.retry().filter(now::isBefore)));
    if (due.lastInactive().isPresent()) {
      turn = turn.skips(due.lastInactive().get(), Skip.OUTSIDE_ACTIVE_HOURS, now, due.inactive());
    }
    return queued(fired(turn, due, now), now).waking(due.next());
  }

  /// After the clock was set back, a retry is no further away than it would be had it just failed.
  private Instant notTooFar(Instant retry, ScheduleState state, Instant now) {
    return schedule
        .heartbeat()
        .flatMap(heartbeat -> heartbeat.pause(state.errors()))
        .map(now::plus)
        .filter(retry::isAfter)
        .orElse(retry);
  }

  private Turn fired(Turn before, Due due, Instant now) {
    Turn turn = before;
    if (due.lastDropped().isPresent()) {
      turn = turn.skips(due.lastDropped().get(), Skip.MISSED, now, due.dropped());
    }
    List<Tick> firing = new ArrayList<>();
    for (Tick tick : due.kept()) {
      boolean last = tick.equals(due.kept().getLast());
      boolean late = tick.due(schedule.timing().jitter()).plus(GRACE).isBefore(now);
      boolean fires =
          switch (schedule.timing().missed()) {
            case ALL -> true;
            case ONCE -> last;
            case SKIP -> last && !late;
          };
      if (!fires) {
        turn = turn.skips(tick, Skip.MISSED, now, 1);
      } else if (late && !schedule.timing().isActive(now)) {
        turn = turn.skips(tick, Skip.OUTSIDE_ACTIVE_HOURS, now, 1);
      } else {
        firing.add(tick);
      }
    }
    return firing.isEmpty() ? turn : admitted(turn, firing, now);
  }

  /// Ticks that are made up for begin one after the other; what overlaps with earlier ones follows
  /// its rule.
  private Turn admitted(Turn turn, List<Tick> firing, Instant now) {
    if (!turn.state().isBusy()) {
      return turn.with(turn.state().withWaiting(firing));
    }
    return switch (schedule.timing().overlap()) {
      case SKIP -> skipped(turn, firing, Skip.OVERLAP, now);
      case QUEUE -> {
        int room = Math.max(0, Due.MAX_KEPT - turn.state().waiting().size());
        int fit = Math.min(room, firing.size());
        List<Tick> all = new ArrayList<>(turn.state().waiting());
        all.addAll(firing.subList(0, fit));
        List<Tick> rest = firing.subList(fit, firing.size());
        yield skipped(turn.with(turn.state().withWaiting(all)), rest, Skip.QUEUE_FULL, now);
      }
      case CANCEL -> {
        List<Tick> open = turn.state().open().stream().map(ScheduleState.Begun::tick).toList();
        Turn freed = skipped(turn, turn.state().waiting(), Skip.SUPERSEDED, now);
        freed = skipped(freed, firing.subList(0, firing.size() - 1), Skip.SUPERSEDED, now);
        yield freed
            .with(freed.state().withWaiting(List.of()))
            .cancels(open)
            .begins(firing.getLast(), now);
      }
    };
  }

  private static Turn skipped(Turn before, List<Tick> ticks, Skip why, Instant now) {
    Turn turn = before;
    for (Tick tick : ticks) {
      turn = turn.skips(tick, why, now, 1);
    }
    return turn;
  }

  /// The first of those that wait begins when nothing is at work.
  private static Turn queued(Turn turn, Instant now) {
    List<Tick> waiting = turn.state().waiting();
    if (waiting.isEmpty() || !turn.state().open().isEmpty()) {
      return turn;
    }
    return turn.with(turn.state().withWaiting(waiting.subList(1, waiting.size())))
        .begins(waiting.getFirst(), now);
  }

  /// {@return the state of a schedule that fires no more}
  public ScheduleState paused(ScheduleState state, Instant now) {
    return skipped(Turn.nothing(state), state.waiting(), Skip.PAUSED, now)
        .state()
        .withWaiting(List.of())
        .paused();
  }

  /// {@return the state with a tick that somebody asked for, whatever the hour and whatever else is
  /// at work}
  public ScheduleState asked(ScheduleState state, Tick tick, Instant now) {
    return state.open(tick.id()).isPresent() ? state : state.begun(tick, now);
  }

  /// {@return the state after a tick has ended; what is due then is for the next turn}
  ///
  /// @param run the run it was, if it was one
  public ScheduleState ended(
      ScheduleState before, String tick, Optional<String> run, TickResult result, Instant now) {
    Optional<ScheduleState.Begun> begun = before.open(tick);
    if (begun.isEmpty()) {
      return before;
    }
    long millis = Math.max(0, Duration.between(begun.get().at(), now).toMillis());
    ScheduleState state =
        before
            .withOpen(before.open().stream().filter(it -> !it.equals(begun.get())).toList())
            .with(new TickOutcome(begun.get().tick(), result, run, now, millis, 1));
    return switch (result.kind()) {
      case SKIPPED, CANCELLED -> state;
      case QUIET, ALERT, DONE, BUDGET_EXCEEDED, MAX_TURNS_REACHED ->
          state.withErrors(0).withRetry(Optional.empty());
      case ERROR -> failed(state.withErrors(state.errors() + 1), begun.get().tick(), now);
    };
  }

  private ScheduleState failed(ScheduleState state, Tick tick, Instant now) {
    Optional<Duration> pause =
        schedule.heartbeat().flatMap(heartbeat -> heartbeat.pause(state.errors()));
    if (pause.isEmpty() || tick.cause() == Cause.ASKED || state.mode() == Mode.PAUSED) {
      return state;
    }
    return skipped(Turn.nothing(state), state.waiting(), Skip.SUPERSEDED, now)
        .state()
        .withWaiting(List.of())
        .withRetry(Optional.of(now.plus(pause.get())));
  }

  /// {@return the next times at which it fires, without jitter; none while it is paused}
  public List<Instant> upcoming(ScheduleState state, Instant now, int most) {
    List<Instant> upcoming = new ArrayList<>();
    if (state.mode() == Mode.PAUSED) {
      return upcoming;
    }
    Instant from = state.cursor().isAfter(now) ? state.cursor() : now;
    if (state.retry().isPresent()) {
      upcoming.add(state.retry().get());
      from = state.retry().get().isAfter(from) ? state.retry().get() : from;
    }
    Optional<Instant> next = times.next(from);
    for (int step = 0; step < MAX_AHEAD && upcoming.size() < most && next.isPresent(); step++) {
      if (schedule.timing().isActive(next.get())) {
        upcoming.add(next.get());
      }
      next = times.next(next.get());
    }
    return upcoming;
  }
}
