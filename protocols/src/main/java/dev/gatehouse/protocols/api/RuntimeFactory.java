package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.runtime.catalog.Agent;
import java.util.Optional;

/// Chooses what a run is made of, by session, request and channel: prompt, model, tools, limits and
/// interceptors, or another agent. What it chose is recorded with the run.
///
/// When it throws or takes too long, the request fails and nothing has begun.
public interface RuntimeFactory {

  /// {@return the agent to run}
  ///
  /// @param chosen the agent as the request chose it
  /// @param request the body of the request
  /// @param channel the channel the request came through
  Agent agent(Agent chosen, SessionCreated session, Json.Obj request, Optional<String> channel)
      throws Exception;
}
