package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.routing.AgentCard;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.session.Admission.WhenBusy;
import java.util.List;
import java.util.Optional;

/// An agent as a gateway serves it.
///
/// @param profile what it is made of unless a request or a channel says otherwise
/// @param limits how far its runs may go
/// @param description what it is for, for people and for other agents
/// @param models globs over the models that a request may choose; empty allows all
/// @param traits what it is chosen by when a task looks for an agent
/// @param habits what holds for its runs where a request says nothing
public record Agent(
    AgentProfile profile,
    RunLimits limits,
    String description,
    List<String> models,
    AgentCard.Traits traits,
    Habits habits) {

  /// What holds for the runs of an agent where a request says nothing.
  ///
  /// @param whenBusy what becomes of a message while its session is busy
  /// @param outputSchema the JSON Schema the answer must satisfy
  public record Habits(Optional<WhenBusy> whenBusy, Optional<Json> outputSchema) {

    /// No habits of its own.
    public static final Habits NONE = new Habits(Optional.empty(), Optional.empty());
  }

  /// Copies the globs.
  public Agent {
    models = List.copyOf(models);
  }

  /// An agent that no task looks for.
  public Agent(AgentProfile profile, RunLimits limits, String description, List<String> models) {
    this(profile, limits, description, models, AgentCard.Traits.NONE, Habits.NONE);
  }

  /// An agent without habits of its own.
  public Agent(
      AgentProfile profile,
      RunLimits limits,
      String description,
      List<String> models,
      AgentCard.Traits traits) {
    this(profile, limits, description, models, traits, Habits.NONE);
  }

  /// {@return its name}
  public String name() {
    return profile.name();
  }

  /// {@return what it says of itself to those who look for an agent}
  public AgentCard card() {
    return new AgentCard(name(), description, traits);
  }

  /// {@return this agent, made of something else}
  public Agent with(AgentProfile other) {
    return new Agent(other, limits, description, models, traits, habits);
  }

  /// {@return this agent with other limits}
  public Agent with(RunLimits other) {
    return new Agent(profile, other, description, models, traits, habits);
  }
}
