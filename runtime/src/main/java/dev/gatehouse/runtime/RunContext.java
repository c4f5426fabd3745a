package dev.gatehouse.runtime;

import dev.gatehouse.core.run.RunSpec;
import java.util.Optional;

/// For whom a model or an agent works right now.
///
/// @param channel the client it serves
public record RunContext(
    String run,
    String session,
    String tenant,
    String user,
    Optional<String> channel,
    String agent) {

  /// The context of the thread that performs an action.
  public static final ScopedValue<RunContext> CURRENT = ScopedValue.newInstance();

  /// The context of a run.
  public static RunContext of(RunSpec spec) {
    RunSpec.Owner owner = spec.owner();
    return new RunContext(
        spec.id(),
        spec.session(),
        owner.tenant(),
        owner.user(),
        owner.channel(),
        spec.agent().name());
  }
}
