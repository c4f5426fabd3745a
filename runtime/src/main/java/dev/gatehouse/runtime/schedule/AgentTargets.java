package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.schedule.Schedule.Target;
import dev.gatehouse.core.schedule.Schedule.Task;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import java.util.List;
import java.util.Optional;

/// The agents of a catalog.
public record AgentTargets(Catalog catalog) implements TickTargets {

  @Override
  public Optional<String> complaint(Target target) {
    return switch (target) {
      case Target.Agent(String name) ->
          catalog.agent(name).isPresent() ? Optional.empty() : Optional.of(unknown(name));
      case Target.Workflow(String name) ->
          Optional.of("workflow \"" + name + "\" is unknown: this gateway serves no workflows");
    };
  }

  private String unknown(String name) {
    List<String> names = catalog.agents().stream().map(Agent::name).toList();
    return "agent \""
        + name
        + "\" is unknown; "
        + NearestName.of(name, names)
            .map(near -> "did you mean \"" + near + "\"?")
            .orElseGet(() -> "there is " + String.join(", ", names));
  }

  @Override
  public RunSpec spec(Task task, Order order) {
    Agent agent =
        catalog
            .agent(task.target().name())
            .orElseThrow(() -> new IllegalStateException(unknown(task.target().name())));
    return new RunSpec(
        order.origin(), order.owner(), agent.profile(), agent.limits(), order.request());
  }
}
