package dev.gatehouse.core.schedule;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;

/// Work that is to be done again and again without anybody asking for it.
///
/// @param name what people call it; unique within a tenant
/// @param owner on whose behalf it works
/// @param task what is to be done
/// @param timing when
/// @param heartbeat what makes it an agent that checks in and speaks only when it must
/// @param delivery the names of the deliveries that get what comes of it
public record Schedule(
    String name,
    Owner owner,
    Task task,
    Timing timing,
    Optional<Heartbeat> heartbeat,
    List<String> delivery) {

  /// Copies the names and requires one that can stand in a path.
  public Schedule {
    delivery = List.copyOf(delivery);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "schedule name \""
              + name
              + "\" must be letters, digits, dots, dashes or underscores, 64 at most");
    }
    if (task.isMute() && heartbeat.flatMap(Heartbeat::checklist).isEmpty()) {
      throw new IllegalArgumentException(
          "schedule \"" + name + "\" has nothing to say; give it a message, input or a checklist");
    }
  }

  /// {@return what tells it from every other schedule}
  public String key() {
    return owner.tenant() + "/" + name;
  }

  /// {@return this schedule with another task}
  public Schedule with(Task other) {
    return new Schedule(name, owner, other, timing, heartbeat, delivery);
  }

  /// {@return this schedule at other times}
  public Schedule with(Timing other) {
    return new Schedule(name, owner, task, other, heartbeat, delivery);
  }

  /// {@return this schedule as a heartbeat, or as none}
  public Schedule withHeartbeat(Optional<Heartbeat> other) {
    return new Schedule(name, owner, task, timing, other, delivery);
  }

  /// {@return this schedule with other deliveries}
  public Schedule withDelivery(List<String> names) {
    return new Schedule(name, owner, task, timing, heartbeat, names);
  }

  /// On whose behalf a schedule works.
  ///
  /// @param key the name of the API key it was made with
  /// @param role what its runs may do
  public record Owner(String tenant, String key, String user, String role) {

    /// Whoever writes the configuration.
    public static final Owner OPERATOR =
        new Owner("default", "schedules", "_schedules", "operator");
  }

  /// What is to be done.
  ///
  /// @param message what is said to an agent; may be blank for a workflow or with a checklist
  /// @param input data that goes with it; what a workflow is given in place of a message
  public record Task(Target target, String message, Optional<Json> input) {

    /// Refuses a workflow that is told two things.
    public Task {
      if (target instanceof Target.Workflow && !message.isBlank() && input.isPresent()) {
        throw new IllegalArgumentException("a workflow is given input or a message, not both");
      }
    }

    /// {@return whether an agent would be told nothing; a workflow may be given nothing}
    boolean isMute() {
      return target instanceof Target.Agent && message.isBlank() && input.isEmpty();
    }
  }

  /// Who does it.
  public sealed interface Target {

    /// {@return its name}
    String name();

    /// An agent.
    record Agent(String name) implements Target {}

    /// A workflow.
    record Workflow(String name) implements Target {}
  }
}
