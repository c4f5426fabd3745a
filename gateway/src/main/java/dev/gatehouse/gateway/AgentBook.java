package dev.gatehouse.gateway;

import dev.gatehouse.adapters.schema.Re2Patterns;
import dev.gatehouse.core.expr.Expression;
import dev.gatehouse.core.expr.ExpressionException;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.routing.AgentCard;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.runtime.catalog.Agent;
import java.util.ArrayList;
import java.util.List;

/// Turns configured agents into agents that can be served.
final class AgentBook {

  /// The provider under which remote and custom agents answer.
  static final String AGENT = "agent";

  private AgentBook() {}

  static List<Agent> agents(GatehouseConfig config, ToolShelf tools, String standardModel) {
    List<Agent> agents = new ArrayList<>();
    config
        .agents()
        .forEach((name, agent) ->
            agents.add(
                switch (agent) {
                  case AgentConfig.Local local -> local(name, local, config, tools, standardModel);
                  case AgentConfig.Remote remote -> remote(name, remote, config);
                }));
    return agents;
  }

  private static Agent local(
      String name,
      AgentConfig.Local agent,
      GatehouseConfig config,
      ToolShelf tools,
      String standardModel) {
    AgentProfile profile =
        new AgentProfile(
            name,
            agent.prompt(),
            agent.model().orElse(standardModel),
            tools.wanted(name, agent.tools()),
            agent.maxTokens(),
            agent.thinking(),
            RetryPolicy.STANDARD,
            agent.compaction().threshold(),
            AgentProfile.Bounds.of(name)
                .withInterceptors(agent.interceptors())
                .withSubAgents(agent.subAgents().orElse(List.of("*"))));
    return new Agent(
        profile,
        limits(agent, config),
        agent.description().orElse(""),
        agent.models(),
        traits(name, agent),
        new Agent.Habits(agent.whenBusy(), agent.outputSchema().map(Json.class::cast)));
  }

  /// A remote agent thinks for itself: it gets the conversation, and neither prompt nor tools of
  /// ours.
  private static Agent remote(String name, AgentConfig.Remote agent, GatehouseConfig config) {
    AgentProfile profile =
        AgentProfile.of(name, "", remoteProvider(name) + "/" + agent.model().orElse(name));
    return new Agent(
        profile,
        limits(agent, config),
        agent.description().orElse(""),
        List.of(),
        traits(name, agent));
  }

  /// {@return the provider under which a remote agent answers}
  static String remoteProvider(String agent) {
    return AGENT + "-" + agent;
  }

  private static AgentCard.Traits traits(String name, AgentConfig agent) {
    List<AgentCard.Rule> rules = new ArrayList<>();
    for (AgentConfig.RoutingConfig rule : agent.routing()) {
      rules.add(new AgentCard.Rule(condition(name, rule.when()), rule.then()));
    }
    return new AgentCard.Traits(
        agent.role().orElse(""),
        agent.capabilities(),
        agent.maxConcurrent(),
        agent.costClass(),
        rules);
  }

  private static Expression condition(String agent, String when) {
    try {
      return Expression.parse(when, new Re2Patterns());
    } catch (ExpressionException malformed) {
      throw new ConfigException(
          "gatehouse.yaml",
          List.of(
              new ConfigError(
                  0, "agents." + agent + ".routing.when", String.valueOf(malformed.getMessage()))));
    }
  }

  private static RunLimits limits(AgentConfig agent, GatehouseConfig config) {
    return agent.limits().over(config.limits().run().over(RunLimits.STANDARD));
  }
}
