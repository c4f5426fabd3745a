package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.EventStore.Debit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the ledgers must bear for what happens to a run: the worst case when a model call is
/// dispatched, the difference to the true cost when it ends. A ledger that cannot bear a
/// reservation refuses the commit that would dispatch the call, so nothing is ever overspent.
///
/// @param sessionCap the most a session may spend, by its id
public record Budgets(Function<String, Optional<Cost>> sessionCap) {

  /// {@return the ledger of a run tree}
  public static String tree(String root) {
    return "run/" + root;
  }

  /// {@return the ledger of a session}
  public static String session(String session) {
    return "session/" + session;
  }

  List<Debit> debits(RunState before, RunState root, List<Event> events) {
    List<Debit> debits = new ArrayList<>();
    Cost reserved = before.spent().reserved();
    for (Event event : events) {
      switch (event) {
        case ModelEvent.ModelCallDispatched call -> {
          reserve(debits, root, before, call.reserved());
          reserved = call.reserved();
        }
        case ModelEvent.CompactionDispatched call -> {
          reserve(debits, root, before, call.reserved());
          reserved = call.reserved();
        }
        case ModelEvent.ModelReplied reply ->
            reserved = settle(debits, root, before, reply.cost(), reserved);
        case ModelEvent.ModelCutOff cut ->
            reserved = settle(debits, root, before, cut.cost(), reserved);
        case ModelEvent.ModelFailed failed ->
            reserved = settle(debits, root, before, failed.cost(), reserved);
        case ModelEvent.ContextCompacted done ->
            reserved = settle(debits, root, before, done.cost(), reserved);
        case ModelEvent.CompactionFailed failed ->
            reserved = settle(debits, root, before, failed.cost(), reserved);
        default -> {}
      }
    }
    return debits;
  }

  private void reserve(List<Debit> debits, RunState root, RunState run, Cost amount) {
    if (amount.value() == 0) {
      return;
    }
    debits.add(treeDebit(root, amount, root.control().limits().maxCost()));
    debits.add(sessionDebit(root, amount, sessionCap.apply(root.spec().session())));
    if (isBounded(run, root)) {
      debits.add(runDebit(run, amount, run.control().limits().maxCost()));
    }
    run.spec()
        .origin()
        .purses()
        .forEach(purse -> debits.add(purseDebit(root, purse, amount, Optional.of(purse.cap()))));
  }

  /// A run below the top that has a budget of its own has a ledger of its own, too.
  private static boolean isBounded(RunState run, RunState root) {
    return !run.spec().id().equals(root.spec().id())
        && run.control().limits().maxCost().isPresent();
  }

  private static Debit purseDebit(
      RunState root, RunSpec.Purse purse, Cost amount, Optional<Cost> cap) {
    return new Debit(purse.ledger(), root.spec().id(), amount, cap);
  }

  private static Debit runDebit(RunState run, Cost amount, Optional<Cost> cap) {
    return new Debit(tree(run.spec().id()), run.spec().root(), amount, cap);
  }

  /// What was reserved and not spent is given back. A call never costs more than its worst case,
  /// but if a provider counts otherwise, the truth is booked and no cap asked.
  private Cost settle(List<Debit> debits, RunState root, RunState run, Cost cost, Cost reserved) {
    Cost difference = cost.minus(reserved);
    if (difference.value() != 0) {
      debits.add(treeDebit(root, difference, Optional.empty()));
      debits.add(sessionDebit(root, difference, Optional.empty()));
      if (isBounded(run, root)) {
        debits.add(runDebit(run, difference, Optional.empty()));
      }
      run.spec()
          .origin()
          .purses()
          .forEach(purse -> debits.add(purseDebit(root, purse, difference, Optional.empty())));
    }
    return Cost.ZERO;
  }

  private static Debit treeDebit(RunState root, Cost amount, Optional<Cost> cap) {
    return new Debit(tree(root.spec().id()), root.spec().id(), amount, cap);
  }

  private static Debit sessionDebit(RunState root, Cost amount, Optional<Cost> cap) {
    return new Debit(session(root.spec().session()), root.spec().session(), amount, cap);
  }
}
