package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.run.RunSpec.Purse;
import java.util.List;

/// The budgets that what works for a node spends from: its step's, and those of the steps it lies
/// in. Each attempt of a step has its whole budget; what is done in the place of a step that failed
/// spends nothing of it.
public final class Purses {

  private Purses() {}

  /// {@return the purses}
  ///
  /// @param ledger the ledger of the run
  public static List<Purse> of(FlowState flow, NodeState node, String ledger) {
    return NodeScope.downTo(node.path()).stream()
        .flatMap(path -> flow.node(path).stream())
        .filter(above -> above.fallback().isEmpty())
        .flatMap(above ->
            above.step().options().maxBudget().stream()
                .map(cap -> new Purse(ledger + "/" + above.work(), cap)))
        .toList();
  }
}
