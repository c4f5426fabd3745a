package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.EventStore.Debit;
import dev.gatehouse.runtime.seat.Ledgers.Ledger;
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

  /// {@return what the ledgers above a run must bear for what happens to it}
  ///
  /// @param runs finds a run of the session
  List<Debit> debits(
      RunState before, Function<String, Optional<RunState>> runs, List<Event> events) {
    List<Debit> debits = new ArrayList<>();
    Cost reserved = before.spent().reserved();
    for (Event event : events) {
      switch (event) {
        case ModelEvent.ModelCallDispatched call -> {
          reserved = call.reserved();
          reserve(debits, ledgers(before, runs), reserved);
        }
        case ModelEvent.CompactionDispatched call -> {
          reserved = call.reserved();
          reserve(debits, ledgers(before, runs), reserved);
        }
        case ModelEvent ended when paid(ended).isPresent() -> {
          settle(debits, ledgers(before, runs), paid(ended).get().minus(reserved));
          reserved = Cost.ZERO;
        }
        default -> {}
      }
    }
    return debits;
  }

  private List<Ledger> ledgers(RunState run, Function<String, Optional<RunState>> runs) {
    return new Ledgers(runs, sessionCap).of(run);
  }

  /// {@return what a call has cost, when an event ends one}
  private static Optional<Cost> paid(ModelEvent event) {
    return switch (event) {
      case ModelEvent.ModelReplied reply -> Optional.of(reply.cost());
      case ModelEvent.ModelCutOff cut -> Optional.of(cut.cost());
      case ModelEvent.ModelFailed failed -> Optional.of(failed.cost());
      case ModelEvent.ContextCompacted done -> Optional.of(done.cost());
      case ModelEvent.CompactionFailed failed -> Optional.of(failed.cost());
      case ModelEvent.ModelCallDispatched _,
          ModelEvent.CompactionDispatched _,
          ModelEvent.RetryPlanned _,
          ModelEvent.BudgetRefused _,
          ModelEvent.OutputRejected _,
          ModelEvent.CompactionRequested _ ->
          Optional.empty();
    };
  }

  private static void reserve(List<Debit> debits, List<Ledger> ledgers, Cost amount) {
    if (amount.value() != 0) {
      ledgers.forEach(
          ledger -> debits.add(new Debit(ledger.name(), ledger.root(), amount, ledger.cap())));
    }
  }

  /// What was reserved and not spent is given back. A call never costs more than its worst case,
  /// but if a provider counts otherwise, the truth is booked and no cap asked.
  private static void settle(List<Debit> debits, List<Ledger> ledgers, Cost difference) {
    if (difference.value() != 0) {
      ledgers.forEach(ledger ->
          debits.add(new Debit(ledger.name(), ledger.root(), difference, Optional.empty())));
    }
  }
}
