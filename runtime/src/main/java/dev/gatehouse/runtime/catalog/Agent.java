package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import java.util.List;

/// An agent as a gateway serves it.
///
/// @param profile what it is made of unless a request or a channel says otherwise
/// @param limits how far its runs may go
/// @param description what it is for, for people and for other agents
/// @param models globs over the models that a request may choose; empty allows all
public record Agent(
    AgentProfile profile, RunLimits limits, String description, List<String> models) {

  /// Copies the globs.
  public Agent {
    models = List.copyOf(models);
  }

  /// {@return this agent made of something else}
  public Agent with(AgentProfile other) {
    return new Agent(other, limits, description, models);
  }

  /// {@return its name}
  public String name() {
    return profile.name();
  }
}
