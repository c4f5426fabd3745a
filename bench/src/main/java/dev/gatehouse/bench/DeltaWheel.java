package dev.gatehouse.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// A timer wheel of one-millisecond ticks: constant cost per timer, however many streams wait.
///
/// A timer further away than one turn of the wheel stays in its slot and is looked at once per
/// turn, which is cheap for the few thousand silent streams of the idle workload. A timer never
/// fires early; it fires up to one tick late, which no latency sees, since deltas are stamped when
/// sent.
final class DeltaWheel {
  static final long TICK_NANOS = 1_000_000;
  private static final int SLOTS = 4_096;

  private final List<ArrayDeque<Timer>> slots =
      new ArrayList<>(Stream.generate(() -> new ArrayDeque<Timer>(0)).limit(SLOTS).toList());
  private long tick;
  private int waiting;

  private record Timer(long tick, LongConsumer task) {}

  DeltaWheel(long now) {
    tick = now / TICK_NANOS;
  }

  boolean isEmpty() {
    return waiting == 0;
  }

  /// Runs the task, with the then current time, in the first tick that does not lie before `due`.
  void schedule(long due, LongConsumer task) {
    long at = Math.max(tick + 1, (due + TICK_NANOS - 1) / TICK_NANOS);
    slot(at).add(new Timer(at, task));
    waiting++;
  }

  /// Runs everything that is due.
  void advance(long now) {
    for (long target = now / TICK_NANOS; tick < target; ) {
      tick++;
      var slot = slot(tick);
      for (int left = slot.size(); left > 0; left--) {
        fireOrKeep(slot.remove(), slot, now);
      }
    }
  }

  private void fireOrKeep(Timer timer, ArrayDeque<Timer> slot, long now) {
    if (timer.tick > tick) {
      slot.add(timer);
    } else {
      waiting--;
      timer.task.accept(now);
    }
  }

  private ArrayDeque<Timer> slot(long at) {
    return slots.get((int) (at % SLOTS));
  }
}
