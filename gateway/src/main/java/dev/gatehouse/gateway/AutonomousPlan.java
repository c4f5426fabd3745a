package dev.gatehouse.gateway;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.gateway.GatewayPlan.StatePlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.state.StateFolder;
import dev.gatehouse.gateway.state.StatePrompt;
import dev.gatehouse.gateway.state.UpdateState;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Plans a run that nobody watches, and the gateway it runs in.
final class AutonomousPlan {

  private AutonomousPlan() {}

  /// {@return the gateway, which keeps a state when there is a folder for it}
  static GatewayPlan of(String agent, AutonomousOptions options) {
    GatewayPlan plan = options.plan().copied();
    if (options.stateDir().isEmpty()) {
      return plan;
    }
    boolean taken =
        plan.tools().stream().anyMatch(tool -> tool.spec().name().equals(UpdateState.NAME));
    if (taken) {
      throw new AutonomousException(
          "\"" + UpdateState.NAME + "\" is the tool that keeps the state; name yours otherwise");
    }
    Optional<Json.Obj> own =
        plan.config().agents().get(agent) instanceof AgentConfig.Local local
            ? local.stateSchema()
            : Optional.empty();
    return plan.keeping(
        new StatePlan(options.stateDir().get(), options.stateSchema().or(() -> own)));
  }

  /// {@return the run}
  ///
  /// @throws AutonomousException when there is no such agent
  static RunSpec spec(
      Gateway gateway, Task task, SessionCreated session, AutonomousOptions options) {
    AgentRuntime runtime = gateway.runtime();
    Agent agent = gateway.agentOn(agent(runtime, task.agent()), session);
    AgentProfile profile =
        gateway
            .state()
            .filter(_ -> gateway.config().agents().get(task.agent()) instanceof AgentConfig.Local)
            .map(state -> keeping(agent.profile(), state))
            .orElse(agent.profile());
    return new RunSpec(
        RunSpec.Origin.of(runtime.ids().run(), session.id(), RunSpec.Kind.AGENT),
        new RunSpec.Owner(
            AutonomousRun.TENANT,
            AutonomousRun.USER,
            "admin",
            options.channel(),
            RunSpec.Watch.HEADLESS),
        profile,
        task.limits().over(agent.limits()),
        RunSpec.Request.of(List.of(Message.user(task.text())), runtime.clock().instant())
            .withOutputSchema(
                options.outputSchema().map(Json.class::cast).or(agent.habits()::outputSchema))
            .withMetadata(Json.obj(Interrupted.DIGEST, Json.of(task.digest()))));
  }

  private static Agent agent(AgentRuntime runtime, String name) {
    List<Agent> agents = runtime.catalog().agents();
    return agents.stream()
        .filter(agent -> agent.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new AutonomousException(
                "there is no agent \"%s\"; there is %s"
                    .formatted(
                        name,
                        agents.stream()
                            .map(agent -> "\"" + agent.name() + "\"")
                            .collect(Collectors.joining(", ")))));
  }

  /// Our own agents see the state and can change it; somebody else's read no prompt of ours.
  private static AgentProfile keeping(AgentProfile profile, StateFolder state) {
    List<String> tools = new ArrayList<>(profile.tools());
    tools.add(UpdateState.NAME);
    return profile.withPrompt(StatePrompt.with(profile.prompt(), state)).withTools(tools);
  }
}
