package dev.gatehouse.core.run;

import dev.gatehouse.core.run.RunState.Mark;
import dev.gatehouse.core.run.RunState.Open;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps the set of open actions as events come in.
final class OpenActions {

  private OpenActions() {}

  static RunState mark(RunState state, ActionRef ref, Mark mark) {
    Open open = state.open().get(ref.id());
    if (open == null || !open.ref().equals(ref)) {
      return state;
    }
    Map<String, Open> next = new LinkedHashMap<>(state.open());
    next.put(ref.id(), new Open(ref, mark, open.since()));
    return state.withOpen(next);
  }

  static RunState begin(RunState state, ActionRef ref, Instant at) {
    Map<String, Open> next = new LinkedHashMap<>(state.open());
    next.put(ref.id(), new Open(ref, Mark.DECIDED, at));
    return state.withOpen(next);
  }

  /// What only waits is gone at once; what works stays open until it has ended.
  static RunState drop(RunState state, ActionRef ref) {
    Open open = state.open().get(ref.id());
    if (open == null || !open.ref().equals(ref)) {
      return state;
    }
    return ref.passive()
        ? close(state, ref)
        : mark(state, ref, open.mark() == Mark.DISPATCHED ? Mark.STOPPING : Mark.DROPPED);
  }

  static RunState close(RunState state, ActionRef ref) {
    Open open = state.open().get(ref.id());
    return open == null || open.ref().attempt() > ref.attempt() ? state : without(state, ref.id());
  }

  static RunState closeModel(RunState state, int turn) {
    return without(state, Next.model(turn, 1).id());
  }

  static RunState closeCompaction(RunState state, int number) {
    return without(state, Next.compaction(number, 1).id());
  }

  private static RunState without(RunState state, String id) {
    if (!state.open().containsKey(id)) {
      return state;
    }
    Map<String, Open> next = new LinkedHashMap<>(state.open());
    next.remove(id);
    return state.withOpen(next);
  }
}
