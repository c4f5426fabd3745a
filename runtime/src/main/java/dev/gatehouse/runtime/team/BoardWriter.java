package dev.gatehouse.runtime.team;

import dev.gatehouse.core.interpreter.Errand;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.interpreter.Transforms;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.team.FlowTools.Place;
import dev.gatehouse.runtime.team.FlowTools.WriteBoard;
import dev.gatehouse.runtime.team.ForeignRules.Unjoined;
import java.util.Optional;

/// Writes for an agent to what a workflow shares. A foreign rule is asked about what is there, and
/// asked again when that has changed meanwhile, unless the agent wants to hear of it itself.
record BoardWriter(Office office) {

  ToolOutcome write(Place place, String name, WriteBoard call) {
    if (!Transforms.isForeign(place.state(), call.key())) {
      return outcome(tell(place, wish(place, name, call, call.version(), Optional.empty())));
    }
    for (int round = 0; round < ForeignRules.MAX_ROUNDS; round++) {
      Optional<FlowState> flow =
          office
              .run(place.flow().spec().session(), place.flow().spec().id())
              .flatMap(RunState::flow);
      Optional<NodeState> node = flow.flatMap(it -> it.node(NodeState.pathOf(place.work())));
      if (node.isEmpty()) {
        break;
      }
      Errand.Write write = Transforms.write(flow.get(), node.get(), call.key(), call.value());
      ForeignRules rules = new ForeignRules(office.catalog());
      try {
        rules.requireWhole(flow.get());
        Optional<Json> merged = Optional.of(rules.join(write));
        Optional<Integer> version = call.version().or(() -> Optional.of(write.version()));
        Result result = tell(place, wish(place, name, call, version, merged));
        if (result instanceof Result.Stepped || call.version().isPresent()) {
          return outcome(result);
        }
      } catch (Unjoined broken) {
        return new ToolOutcome.Failed(broken.failure());
      }
    }
    return ToolOutcome.error(ForeignRules.RESTLESS);
  }

  private static RunInput wish(
      Place place, String name, WriteBoard call, Optional<Integer> version, Optional<Json> merged) {
    return new RunInput.WriteState(place.work(), name, call.key(), call.value(), version, merged);
  }

  private Result tell(Place place, RunInput input) {
    return office.post(
        place.flow().spec().session(), new Changes.Tell(place.flow().spec().id(), input));
  }

  static ToolOutcome outcome(Result result) {
    return switch (result) {
      case Result.Stepped _ -> ToolOutcome.ok(Json.obj("status", Json.of("ok")));
      case Result.Refused refused -> ToolOutcome.error(refused.why().message());
    };
  }
}
