package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.routing.AgentCard;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import java.util.List;

/// An agent as a gateway serves it.
///
/// @param profile what it is made of unless a request or a channel says otherwise
/// @param limits how far its runs may go
/// @param description what it is for, for people and for other agents
/// @param models globs over the models that a request may choose; empty allows all
/// @param traits what it is chosen by when a task looks for an agent
public record Agent(
    AgentProfile profile,
    RunLimits limits,
    String description,
    List<String> models,
    AgentCard.Traits traits) {

  /// Copies the globs.
  public Agent {
    models = List.copyOf(models);
  }

  /// An agent that no task looks for.
  public Agent(AgentProfile profile, RunLimits limits, String description, List<String> models) {
    this(profile, limits, description, models, AgentCard.Traits.NONE);
  }

  /// {@return its name}
  public String name() {
    return profile.name();
  }

  /// {@return what it says of itself to those who look for an agent}
  public AgentCard card() {
    return new AgentCard(name(), description, traits);
  }

  /// {@return this agent made of something else}
  public Agent with(AgentProfile other) {
    return new Agent(other, limits, description, models, traits);
  }

  /// {@return this agent within other limits}
  public Agent with(RunLimits other) {
    return new Agent(profile, other, description, models, traits);
  }
}
