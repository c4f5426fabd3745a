package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.core.event.NodeEvent.NodeFellBack;
import dev.gatehouse.core.event.NodeEvent.NodeFinished;
import dev.gatehouse.core.event.RunEvent.RunCreated;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.RunSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What must hold of the money of a tree of runs: at no moment does the tree bear more than its
/// budget, with what is reserved and not spent yet, and no attempt of a step spends more than the
/// step may.
final class BudgetLaws {

  private final Map<String, Cost> steps;
  private final Map<String, Long> reserved = new HashMap<>();
  private final Set<String> fallen = new HashSet<>();
  private Optional<RunSpec> root = Optional.empty();
  private long balance;

  /// @param steps the budgets of steps, by id
  BudgetLaws(Map<String, Cost> steps) {
    this.steps = Map.copyOf(steps);
  }

  /// {@return how much the tree bears}
  long balance() {
    return balance;
  }

  /// Hears the next event of the tree.
  void hear(String run, Event event) {
    switch (event) {
      case RunCreated created -> root = root.or(() -> Optional.of(created.spec()));
      case ModelEvent.ModelCallDispatched call -> {
        reserved.put(run, call.reserved().value());
        balance += call.reserved().value();
        root.flatMap(top -> top.limits().maxCost())
            .ifPresent(cap -> assertThat(balance).as("the tree").isLessThanOrEqualTo(cap.value()));
      }
      case ModelEvent.ModelReplied reply -> settle(run, reply.cost());
      case ModelEvent.ModelCutOff cut -> settle(run, cut.cost());
      case ModelEvent.ModelFailed failed -> settle(run, failed.cost());
      case NodeFellBack fell -> fallen.add(fell.path());
      case NodeFinished over when steps.containsKey(over.node()) && !fallen.contains(over.path()) ->
          assertThat(over.spend().cost().value())
              .as("step " + over.path())
              .isLessThanOrEqualTo(
                  Objects.requireNonNull(steps.get(over.node())).value() * over.attempt());
      default -> {}
    }
  }

  private void settle(String run, Cost cost) {
    balance += cost.value() - Optional.ofNullable(reserved.remove(run)).orElse(0L);
  }
}
