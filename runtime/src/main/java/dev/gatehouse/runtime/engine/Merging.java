package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.interpreter.Desired;
import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.interpreter.Errands;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.runtime.team.ForeignRules;
import dev.gatehouse.runtime.team.ForeignRules.Unjoined;
import dev.gatehouse.runtime.team.Office;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks foreign rules what becomes of the values that a transformation writes. When somebody writes
/// to the same keys meanwhile, they are asked again.
record Merging(Office office) {

  void perform(Job<Action.StartNode> job) {
    ForeignRules rules = new ForeignRules(office.catalog());
    for (int round = 0; round < ForeignRules.MAX_ROUNDS; round++) {
      Optional<Errand> wanted = wanted(job);
      if (!(wanted.orElse(null) instanceof Errand.Merge(List<Errand.Write> writes))) {
        job.close();
        return;
      }
      try {
        rules.requireWhole(job.run().flow().orElseThrow());
        Map<Errand.Write, Json> results = new LinkedHashMap<>();
        for (Errand.Write write : writes) {
          results.put(write, rules.join(write));
        }
        if (job.tell(new RunInput.NodeMerged(job.action().ref(), results))) {
          return;
        }
      } catch (Unjoined broken) {
        NodePerformer.broken(job, broken.failure());
        return;
      }
    }
    NodePerformer.broken(job, Failure.of(Failure.Code.AGENT_ERROR, ForeignRules.RESTLESS));
  }

  /// What is to be joined as things stand now.
  private Optional<Errand> wanted(Job<Action.StartNode> job) {
    Optional<FlowState> flow =
        office.run(job.spec().session(), job.spec().id()).flatMap(RunState::flow);
    return flow.flatMap(
        now -> Desired.node(now, job.action().ref()).flatMap(node -> Errands.of(now, node)));
  }
}
