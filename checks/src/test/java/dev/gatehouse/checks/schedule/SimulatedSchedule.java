package dev.gatehouse.checks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.schedule.Clockwork;
import dev.gatehouse.core.schedule.ScheduleState;
import dev.gatehouse.core.schedule.Tick;
import dev.gatehouse.core.schedule.TickResult;
import dev.gatehouse.testkit.random.Draw;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A schedule with a process around it that dies now and then, runs that take their time, and a
/// clock that jumps.
///
/// What is durable is one text, as in a store. A run exists by the id of its tick, as in the log:
/// beginning one that exists begins nothing.
final class SimulatedSchedule {

  private static final RecordCodec<ScheduleState> CODEC = RecordCodec.of(ScheduleState.class);

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final Clockwork clockwork;
  private final Draw draw;
  private final Duration longestRun;
  private final Map<String, Work> runs = new HashMap<>();
  private final List<Instant> fired = new ArrayList<>();
  private String stored;
  private Instant truth;
  private Duration skew = Duration.ZERO;
  private Optional<Instant> wake = Optional.empty();

  /// A run.
  private record Work(Tick tick, Instant ends) {}

  SimulatedSchedule(Clockwork clockwork, Draw draw, Instant start, Duration longestRun) {
    this.clockwork = clockwork;
    this.draw = draw;
    this.truth = start;
    this.longestRun = longestRun;
    stored = CODEC.encode(ScheduleState.begin(start)).toString();
  }

  ScheduleState state() {
    return CODEC.decode(Json.parse(stored));
  }

  private void store(ScheduleState state) {
    stored = CODEC.encode(state).toString();
  }

  /// {@return the nominal times of the ticks that have run, in the order they began}
  List<Instant> fired() {
    return fired;
  }

  private Instant now() {
    return truth.plus(skew);
  }

  /// Sets the clock wrong, or right again.
  void jump(Duration by) {
    skew = skew.plus(by);
    wake = Optional.empty();
  }

  /// Nothing runs for a while.
  void outage(Duration time) {
    truth = truth.plus(time);
    wake = Optional.empty();
    recover();
  }

  /// A new process begins what an earlier one had decided to begin.
  private void recover() {
    state().open().forEach(open -> begin(open.tick()));
  }

  /// One look: what has ended is told, what is due begins. With some luck the process dies between.
  void look(double deadly) {
    runs.values().stream()
        .filter(work -> !work.ends().isAfter(truth))
        .sorted(Comparator.comparing(Work::ends))
        .toList()
        .forEach(work -> ended(work, TickResult.Kind.DONE));
    wake = Optional.empty();
    Clockwork.Turn turn = clockwork.turn(state(), now());
    if (draw.chance(deadly)) {
      recover();
      return;
    }
    store(turn.state());
    if (draw.chance(deadly)) {
      recover();
      return;
    }
    turn.cancel().stream()
        .flatMap(tick -> Optional.ofNullable(runs.get(tick.id())).stream())
        .forEach(work -> ended(work, TickResult.Kind.CANCELLED));
    turn.begin().forEach(this::begin);
    wake = turn.wake();
  }

  private void begin(Tick tick) {
    if (runs.containsKey(tick.id()) || state().open(tick.id()).isEmpty()) {
      return;
    }
    assertThat(fired)
        .as("the tick for " + tick.nominal() + " runs once")
        .doesNotContain(tick.nominal());
    fired.add(tick.nominal());
    Duration takes = Duration.ofMillis((long) (draw.fraction() * longestRun.toMillis()));
    runs.put(tick.id(), new Work(tick, truth.plus(takes)));
  }

  private void ended(Work work, TickResult.Kind kind) {
    store(
        clockwork.ended(
            state(),
            work.tick().id(),
            Optional.of(work.tick().id()),
            TickResult.of(kind, ""),
            now()));
    runs.put(work.tick().id(), new Work(work.tick(), Instant.MAX));
  }

  /// Goes on until something is to be done, or until a time.
  void sleep(Instant until) {
    Instant next = until;
    for (Work work : runs.values()) {
      next = work.ends().isAfter(truth) && work.ends().isBefore(next) ? work.ends() : next;
    }
    Instant woken = wake.map(at -> at.minus(skew)).orElseGet(() -> truth.plus(AT_ONCE));
    next = woken.isBefore(next) ? woken : next;
    truth = next.isAfter(truth) ? next : truth.plusMillis(1);
  }

  Instant truth() {
    return truth;
  }

  Duration skew() {
    return skew;
  }

  boolean isIdle() {
    return !state().isBusy();
  }
}
