package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.RunEvent.RunCreated;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunSpec.Purse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What must hold of the money of a tree of runs at every moment: no budget bears more than its
/// cap, with what is reserved and not spent yet.
final class BudgetLaws {

  private final Map<String, RunSpec> runs = new HashMap<>();
  private final Map<String, Long> reserved = new HashMap<>();
  private final Map<String, Long> balances = new HashMap<>();

  /// Hears the next event of the tree.
  void hear(String run, Event event) {
    switch (event) {
      case RunCreated created -> runs.put(run, created.spec());
      case ModelEvent.ModelCallDispatched call -> {
        reserved.put(run, call.reserved().value());
        book(run, call.reserved().value());
        purses(run).forEach(this::requireWithin);
      }
      case ModelEvent.ModelReplied reply -> settle(run, reply.cost());
      case ModelEvent.ModelCutOff cut -> settle(run, cut.cost());
      case ModelEvent.ModelFailed failed -> settle(run, failed.cost());
      default -> {}
    }
  }

  /// {@return how much was spent from a ledger}
  long balance(String ledger) {
    return balances.getOrDefault(ledger, 0L);
  }

  /// {@return the ledgers that bore something}
  List<String> ledgers() {
    return List.copyOf(balances.keySet());
  }

  private void settle(String run, Cost cost) {
    book(run, cost.value() - Optional.ofNullable(reserved.remove(run)).orElse(0L));
  }

  private void book(String run, long amount) {
    purses(run).forEach(purse -> balances.merge(purse.ledger(), amount, Long::sum));
  }

  /// What a run spends from: the budgets of its steps, its own, and that of the tree.
  private List<Purse> purses(String run) {
    RunSpec spec = Objects.requireNonNull(runs.get(run));
    List<Purse> all = new ArrayList<>(spec.origin().purses());
    if (!run.equals(spec.root())) {
      spec.limits().maxCost().ifPresent(cap -> all.add(new Purse("run/" + run, cap)));
    }
    RunSpec root = Objects.requireNonNull(runs.get(spec.root()));
    Cost endless = new Cost(Long.MAX_VALUE);
    all.add(new Purse("run/" + root.id(), root.limits().maxCost().orElse(endless)));
    return all;
  }

  private void requireWithin(Purse purse) {
    assertThat(balance(purse.ledger()))
        .as("what " + purse.ledger() + " bears")
        .isLessThanOrEqualTo(purse.cap().value());
  }
}
