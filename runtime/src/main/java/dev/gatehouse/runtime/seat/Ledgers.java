package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds the ledgers that bear what a run spends: its own, those of the runs and nodes it works for
/// up to the top of its tree, that of the tree, and that of the session. Between the run and the
/// top there is one wherever somebody has set a budget.
///
/// @param runs finds a run of the session
/// @param sessionCap the most a session may spend, by its id
record Ledgers(
    Function<String, Optional<RunState>> runs, Function<String, Optional<Cost>> sessionCap) {

  /// What is kept account of.
  ///
  /// @param root what it is deleted with
  /// @param cap the most that may be spent
  record Ledger(String name, String root, Optional<Cost> cap) {}

  /// {@return the ledgers, from the run upwards}
  List<Ledger> of(RunState run) {
    String root = run.spec().root();
    List<Ledger> ledgers = new ArrayList<>();
    RunState at = run;
    while (!at.spec().id().equals(root)) {
      String id = at.spec().id();
      at.control()
          .limits()
          .maxCost()
          .ifPresent(cap -> ledgers.add(new Ledger(Budgets.tree(id), root, Optional.of(cap))));
      RunState above = above(at);
      nodes(above, id, ledgers);
      at = above;
    }
    String session = at.spec().session();
    ledgers.add(new Ledger(Budgets.tree(root), root, at.control().limits().maxCost()));
    ledgers.add(new Ledger(Budgets.session(session), session, sessionCap.apply(session)));
    return ledgers;
  }

  private RunState above(RunState run) {
    return run.spec()
        .origin()
        .parent()
        .flatMap(runs)
        .orElseThrow(
            () -> new IllegalStateException("nobody started run '" + run.spec().id() + "'"));
  }

  /// The node a run works for, and those around it.
  private static void nodes(RunState above, String child, List<Ledger> ledgers) {
    RunState.Child link = above.children().get(child);
    if (link == null || above.flow().isEmpty()) {
      return;
    }
    FlowState flow = above.flow().get();
    int serial = NodeState.serialOf(link.call());
    Optional<String> path = Optional.of(NodeState.pathOf(link.call()));
    while (path.isPresent()) {
      flow.node(path.get())
          .filter(node -> node.tries().serial() <= serial) // else it has begun anew since
          .filter(node -> node.fallback().isEmpty()) // what is done in its place is not its own
          .flatMap(node -> ledger(above, node))
          .ifPresent(ledgers::add);
      path = around(path.get());
    }
  }

  private static Optional<Ledger> ledger(RunState run, NodeState node) {
    String name = Budgets.tree(run.spec().id()) + "/" + node.work();
    return node.step()
        .options()
        .maxBudget()
        .map(cap -> new Ledger(name, run.spec().root(), Optional.of(cap)));
  }

  private static Optional<String> around(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(path.substring(0, slash));
  }
}
