package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Append;
import dev.gatehouse.core.spi.EventStore.Commit;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Outcome;
import dev.gatehouse.core.spi.StoreException;
import dev.gatehouse.runtime.seat.Change.Company;
import dev.gatehouse.runtime.seat.Draft.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// One session with all its runs, owned by one thread at a time.
///
/// Whoever wants something posts a [Change] and waits for the answer. The owner takes all that
/// waits, applies it to a draft, hands the draft to the store as one commit, and only when that is
/// durable installs the new state, publishes the events, answers, and dispatches the actions, in
/// this order. If the commit fails nothing is installed: those who posted are told, and the state
/// is read from the log again when the next change comes.
///
/// A session and its runs share an owner so that what concerns both, such as a run leaving its
/// messages to the conversation and the floor to the next in the queue, is one step without locks.
final class Seat {

  private final String id;
  private final SeatWorld world;
  private final ConcurrentLinkedQueue<Posted<?>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();
  private Optional<SeatState> state = Optional.empty();
  private volatile long lastUsed = System.nanoTime();

  Seat(String id, SeatWorld world) {
    this.id = id;
    this.world = world;
  }

  /// Puts a change in the queue, and an owner to work if there is none.
  void enqueue(Posted<?> posted) {
    waiting.add(posted);
    if (pending.getAndIncrement() == 0) {
      world.scope().fork("seat " + id, this::own);
    }
  }

  /// {@return whether it could be forgotten: nothing waits and nothing has for a while}
  boolean idleSince(long nanos) {
    return pending.get() == 0 && lastUsed - nanos < 0;
  }

  private void own() {
    int done;
    do {
      done = 0;
      List<Posted<?>> batch = new ArrayList<>();
      Posted<?> next = waiting.poll();
      while (next != null) {
        done++;
        if (next.change().company() == Company.ALONE) {
          commit(batch);
          commit(List.of(next));
          batch = new ArrayList<>();
        } else {
          batch.add(next);
        }
        next = batch.size() < SeatWorld.MAX_BATCH ? waiting.poll() : null;
      }
      commit(batch);
      lastUsed = System.nanoTime();
    } while (pending.addAndGet(-done) > 0);
  }

  private void commit(List<Posted<?>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      Draft draft = draft();
      Optional<RuntimeException> thrown = apply(batch, draft);
      if (thrown.isPresent()) {
        apart(batch, thrown.get());
        return;
      }
      store(draft);
      install(draft);
      batch.forEach(Posted::succeed);
      world.perform(draft);
    } catch (BudgetExceeded refused) {
      batch.forEach(posted -> posted.fail(refused));
    } catch (RuntimeException broken) {
      state = Optional.empty();
      batch.forEach(posted -> posted.fail(broken));
    }
  }

  private static Optional<RuntimeException> apply(List<Posted<?>> batch, Draft draft) {
    try {
      batch.forEach(posted -> posted.apply(draft));
      return Optional.empty();
    } catch (RuntimeException broken) {
      return Optional.of(broken);
    }
  }

  /// A change that throws may have recorded half of itself, so the draft is useless to the others:
  /// each gets one of its own. Nothing was stored yet, hence nothing is made twice.
  private void apart(List<Posted<?>> batch, RuntimeException thrown) {
    state = Optional.empty();
    if (batch.size() == 1) {
      batch.getFirst().fail(thrown);
    } else {
      batch.forEach(posted -> commit(List.of(posted)));
    }
  }

  private Draft draft() {
    if (state.isEmpty()) {
      state = Optional.of(world.archive().seat(id).orElseGet(SeatState::new));
    }
    return new Draft(
        id,
        world.clock().instant(),
        state.get().copy(),
        world.archive(),
        world.machine(),
        world.budgets());
  }

  private void store(Draft draft) {
    if (draft.isEmpty()) {
      return;
    }
    Map<String, List<Entry>> streams = new LinkedHashMap<>();
    Map<String, String> roots = new LinkedHashMap<>();
    for (Written written : draft.written()) {
      String stream = written.entry().stream();
      streams.computeIfAbsent(stream, _ -> new ArrayList<>()).add(written.entry());
      roots.put(stream, written.root());
    }
    List<Append> appends = new ArrayList<>();
    streams.forEach((stream, entries) ->
        appends.add(new Append(stream, roots.getOrDefault(stream, stream), entries)));
    EventStore store = world.store();
    switch (store.append(new Commit(appends, draft.debits(), draft.rows()))) {
      case Outcome.Appended _ -> {}
      case Outcome.Refused refused ->
          throw new BudgetExceeded(refused.ledger(), refused.balance(), refused.cap());
      case Outcome.Conflict conflict ->
          throw new StoreException(
              "somebody else wrote to '"
                  + conflict.stream()
                  + "' after "
                  + (conflict.expectedSeq() - 1),
              new IllegalStateException("conflict"));
    }
  }

  private void install(Draft draft) {
    SeatState next = draft.state();
    world.publish(id, draft);
    next.forgetEnded();
    state = Optional.of(next);
  }
}
