package dev.gatehouse.runtime.routing;

import dev.gatehouse.core.routing.AgentCard;
import dev.gatehouse.core.routing.AgentRouting;
import dev.gatehouse.core.routing.AgentRouting.Choice;
import dev.gatehouse.core.routing.AgentRouting.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many routed tasks each agent has in flight in this process. Safe for use by many threads.
public final class AgentLoad implements AgentRouting.Load {

  private final Map<String, Integer> inFlight = new HashMap<>();

  @Override
  public int inFlight(String agent) {
    synchronized (inFlight) {
      return inFlight.getOrDefault(agent, 0);
    }
  }

  /// Chooses the agent for a task and counts the task, with no other choice in between. Whoever is
  /// chosen has the task until [#done].
  ///
  /// @param draw a number in [0, 1)
  public Choice choose(Task task, List<AgentCard> agents, double draw) {
    synchronized (inFlight) {
      Choice choice = AgentRouting.choose(task, agents, this, draw);
      choice.chosen().ifPresent(this::begin);
      return choice;
    }
  }

  /// An agent has a task that was chosen earlier, as after a restart.
  public void begin(String agent) {
    synchronized (inFlight) {
      inFlight.merge(agent, 1, Integer::sum);
    }
  }

  /// An agent has one task less.
  public void done(String agent) {
    synchronized (inFlight) {
      inFlight.computeIfPresent(agent, (_, tasks) -> tasks > 1 ? tasks - 1 : null);
    }
  }
}
