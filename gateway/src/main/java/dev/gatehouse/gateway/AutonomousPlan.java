package dev.gatehouse.gateway;

import dev.gatehouse.adapters.schema.NetworkntValidator;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.gateway.GatewayPlan.StatePlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.state.StateFolder;
import dev.gatehouse.gateway.state.StatePrompt;
import dev.gatehouse.gateway.state.UpdateState;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.FlowProfile;
import dev.gatehouse.runtime.catalog.FlowStart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Plans a run that nobody watches, and the gateway it runs in.
final class AutonomousPlan {

  private AutonomousPlan() {}

  /// {@return the gateway, which keeps an agent's state when there is a folder for it}
  static GatewayPlan of(Worker worker, AutonomousOptions options) {
    GatewayPlan plan = options.plan().copied();
    if (options.stateDir().isEmpty()) {
      return plan;
    }
    if (worker.mayBe(workflows(WorkflowFiles.configured(plan.config().workflows()).values()))) {
      return plan.data(options.stateDir().get());
    }
    boolean taken =
        plan.tools().stream().anyMatch(tool -> tool.spec().name().equals(UpdateState.NAME));
    if (taken) {
      throw new AutonomousException(
          "\"" + UpdateState.NAME + "\" is the tool that keeps the state; name yours otherwise");
    }
    Optional<Json.Obj> own =
        plan.config().agents().get(worker.name()) instanceof AgentConfig.Local local
            ? local.stateSchema()
            : Optional.empty();
    return plan.keeping(
        new StatePlan(options.stateDir().get(), options.stateSchema().or(() -> own)));
  }

  private static List<String> workflows(Collection<Workflow> all) {
    return all.stream().map(Workflow::id).toList();
  }

  /// {@return the run}
  ///
  /// @throws AutonomousException when nobody can do the task
  static RunSpec spec(
      Gateway gateway, Task task, SessionCreated session, AutonomousOptions options) {
    Catalog catalog = gateway.runtime().catalog();
    Worker worker = Worker.parse(task.worker());
    List<String> agents = catalog.agents().stream().map(Agent::name).toList();
    return switch (worker.among(agents, workflows(catalog.workflows()))) {
      case AGENT -> agentRun(gateway, task, worker.name(), session, options);
      case WORKFLOW -> flowRun(gateway, task, worker.name(), session, options);
    };
  }

  private static RunSpec agentRun(
      Gateway gateway, Task task, String name, SessionCreated session, AutonomousOptions options) {
    Agent agent = gateway.agentOn(gateway.runtime().catalog().agent(name).orElseThrow(), session);
    AgentProfile profile =
        gateway
            .state()
            .filter(_ -> gateway.config().agents().get(name) instanceof AgentConfig.Local)
            .map(state -> keeping(agent.profile(), state))
            .orElse(agent.profile());
    return new RunSpec(
        origin(gateway, session, RunSpec.Kind.AGENT),
        owner(options),
        profile,
        task.limits().over(agent.limits()),
        request(gateway, task)
            .withInput(List.of(Message.user(task.text())))
            .withOutputSchema(
                options.outputSchema().map(Json.class::cast).or(agent.habits()::outputSchema)));
  }

  private static RunSpec flowRun(
      Gateway gateway, Task task, String name, SessionCreated session, AutonomousOptions options) {
    AgentRuntime runtime = gateway.runtime();
    FlowStart start =
        new FlowStart(
            runtime.workflows().find(AutonomousRun.TENANT, name).orElseThrow(),
            task.given(),
            Json.object().build());
    List<Violation> misfits = start.misfits(new NetworkntValidator());
    if (!misfits.isEmpty()) {
      throw new AutonomousException(
          misfits.stream()
              .map(wrong -> (wrong.pointer() + " " + wrong.message()).strip())
              .collect(
                  Collectors.joining("; ", "workflow \"" + name + "\" takes no such input: ", "")));
    }
    Agent limited =
        gateway.agentOn(FlowProfile.agent(start.edition().workflow()), session);
    return start.spec(
        origin(gateway, session, RunSpec.Kind.WORKFLOW),
        owner(options),
        limited.with(task.limits().over(limited.limits())),
        request(gateway, task),
        runtime.catalog());
  }

  private static RunSpec.Origin origin(Gateway gateway, SessionCreated session, RunSpec.Kind kind) {
    return RunSpec.Origin.of(gateway.runtime().ids().run(), session.id(), kind);
  }

  private static RunSpec.Owner owner(AutonomousOptions options) {
    return new RunSpec.Owner(
        AutonomousRun.TENANT,
        AutonomousRun.USER,
        "admin",
        options.channel(),
        RunSpec.Watch.HEADLESS);
  }

  private static RunSpec.Request request(Gateway gateway, Task task) {
    return RunSpec.Request.of(List.of(), gateway.runtime().clock().instant())
        .withMetadata(Json.obj(Interrupted.DIGEST, Json.of(task.digest())));
  }

  /// Our own agents see the state and can change it; somebody else's read no prompt of ours.
  private static AgentProfile keeping(AgentProfile profile, StateFolder state) {
    List<String> tools = new ArrayList<>(profile.tools());
    tools.add(UpdateState.NAME);
    return profile.withPrompt(StatePrompt.with(profile.prompt(), state)).withTools(tools);
  }
}
