package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.runtime.catalog.Agent;
import java.util.Optional;

/// Applies what is set for the channel a run came through and for the key it came with. It is part
/// of the server and quick: unlike a [RuntimeFactory] it has no time limit and cannot fail.
public interface RunChannels {

  /// All channels and keys are alike.
  RunChannels ALIKE = (chosen, _, _, _) -> chosen;

  /// {@return the agent as it is on this channel}
  ///
  /// @param chosen the agent as the request chose it
  /// @param request the body of the request
  Agent agent(Agent chosen, SessionCreated session, Json.Obj request, Optional<String> channel);
}
