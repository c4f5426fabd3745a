package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.schedule.Schedule.Target;
import dev.gatehouse.core.schedule.Schedule.Task;
import java.util.Optional;

/// Who can do what schedules want done.
public interface TickTargets {

  /// {@return why a target can do nothing, naming it; empty when it can}
  Optional<String> complaint(Target target);

  /// What a run is to be, but for what the target says of it.
  ///
  /// @param request with the message already in it
  record Order(RunSpec.Origin origin, RunSpec.Owner owner, RunSpec.Request request) {}

  /// {@return the run of a task, whose target is one without complaint}
  RunSpec spec(Task task, Order order);
}
