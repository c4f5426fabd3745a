package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.FlowSpec;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.FlowProfile;
import dev.gatehouse.runtime.catalog.Surroundings;
import dev.gatehouse.runtime.catalog.WorkflowBook.Edition;
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
    Edition edition = WorkflowRoutes.find(world, caller, flow.workflow(), flow.version());
    requireFit(edition.workflow(), flow.input());
    Optional<String> channel = RunPlanner.channel(caller, session, order.request());
    AgentProfile profile = FlowProfile.of(edition.workflow());
    Agent limited =
        agents.byHook(
            new Agent(profile, FlowProfile.LIMITS, "", List.of()),
            session,
            order.request(),
            channel);
    RunLimits limits = order.wishes().limits().within(limited.limits());
    return new RunSpec(
        RunSpec.Origin.of(order.id(), session.id(), RunSpec.Kind.WORKFLOW),
        RunPlanner.owner(caller, session, channel),
        limited.profile().bounds().floor().map(profile::withSandboxFloor).orElse(profile),
        limits,
        RunSpec.Request.of(order.input(), world.runtime().clock().instant())
            .withMetadata(order.metadata()),
        Optional.of(
            new FlowSpec(
                edition.workflow(),
                edition.version(),
                flow.input(),
                context(order.request()),
                Surroundings.crew(world.runtime().catalog()),
                Optional.empty())));
  }

  private static Json.Obj context(Json.Obj request) {
    return request.at("context").flatMap(Json::asObject).orElse(Json.object().build());
  }

  private void requireFit(Workflow workflow, Json input) {
    List<Violation> wrong =
        workflow
            .input()
            .map(schema -> world.parts().schemas().validate(schema, input))
            .orElse(List.of());
    if (!wrong.isEmpty()) {
      throw new ProblemException(
          Problem.invalidBody(
              wrong.stream()
                  .map(it -> new Violation("/input" + it.pointer(), it.message()))
                  .toList()));
    }
  }
}
