package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.FlowProfile;
import dev.gatehouse.runtime.catalog.FlowStart;
import java.util.List;
import java.util.Optional;

/// Makes the specification of a workflow's run of what a request wants.
///
/// @param agents knows what sessions and hooks have a say in, for agents and workflows alike
record FlowPlanner(ApiWorld world, RunPlanner agents) {

  /// {@return the specification}
  ///
  /// @throws ProblemException when there is no such workflow, or it takes no such input
  RunSpec plan(Caller caller, SessionCreated session, RunPlanner.Order order, FlowOrder flow)
      throws InterruptedException {
    FlowStart start =
        new FlowStart(
            WorkflowRoutes.find(world, caller, flow.workflow(), flow.version()),
            flow.input(),
            context(order.request()));
    requireFit(start);
    Optional<String> channel = RunPlanner.channel(caller, session, order.request());
    Agent limited =
        agents.byHook(
            FlowProfile.agent(start.edition().workflow()), session, order.request(), channel);
    return start.spec(
        RunSpec.Origin.of(order.id(), session.id(), RunSpec.Kind.WORKFLOW),
        RunPlanner.owner(caller, session, channel),
        limited.with(order.wishes().limits().within(limited.limits())),
        RunSpec.Request.of(List.of(), world.runtime().clock().instant())
            .withMetadata(order.metadata()),
        world.runtime().catalog());
  }

  private static Json.Obj context(Json.Obj request) {
    return request.at("context").flatMap(Json::asObject).orElse(Json.object().build());
  }

  private void requireFit(FlowStart start) {
    List<Violation> wrong = start.misfits(world.parts().schemas());
    if (!wrong.isEmpty()) {
      throw new ProblemException(
          Problem.invalidBody(
              wrong.stream()
                  .map(it -> new Violation("/input" + it.pointer(), it.message()))
                  .toList()));
    }
  }
}
