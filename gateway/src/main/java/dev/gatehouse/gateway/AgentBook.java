package dev.gatehouse.gateway;

import dev.gatehouse.core.Glob;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ConfigError;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.runtime.catalog.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns configured agents into agents that can be served.
final class AgentBook {

  /// The provider under which remote and custom agents answer.
  static final String AGENT = "agent";

  private AgentBook() {}

  static List<Agent> agents(GatehouseConfig config, List<Tool> tools, String standardModel) {
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
      List<Tool> tools,
      String standardModel) {
    AgentProfile profile =
        new AgentProfile(
            name,
            agent.prompt(),
            agent.model().orElse(standardModel),
            tools(name, agent.tools(), tools),
            agent.maxTokens(),
            agent.thinking(),
            RetryPolicy.STANDARD,
            agent.compaction().threshold());
    return new Agent(
        profile, limits(agent, config), agent.description().orElse(""), agent.models());
  }

  /// A remote agent thinks for itself: it gets the conversation, and neither prompt nor tools of
  /// ours.
  private static Agent remote(String name, AgentConfig.Remote agent, GatehouseConfig config) {
    AgentProfile profile =
        AgentProfile.of(name, "", remoteProvider(name) + "/" + agent.model().orElse(name));
    return new Agent(profile, limits(agent, config), agent.description().orElse(""), List.of());
  }

  /// {@return the provider under which a remote agent answers}
  static String remoteProvider(String agent) {
    return AGENT + "-" + agent;
  }

  private static RunLimits limits(AgentConfig agent, GatehouseConfig config) {
    return agent.limits().over(config.limits().run().over(RunLimits.STANDARD));
  }

  /// An entry is a name or a glob. One that matches nothing is a mistake, not a silence.
  static List<String> tools(String agent, Optional<List<String>> wanted, List<Tool> tools) {
    List<String> names = tools.stream().map(tool -> tool.spec().name()).toList();
    if (wanted.isEmpty()) {
      return names;
    }
    List<String> chosen = new ArrayList<>();
    for (String entry : wanted.get()) {
      List<String> matching = names.stream().filter(name -> Glob.matches(entry, name)).toList();
      if (matching.isEmpty()) {
        throw new ConfigException(
            "gatehouse.yaml",
            List.of(
                new ConfigError(
                    0,
                    "agents." + agent + ".tools",
                    "\""
                        + entry
                        + "\" matches no tool; there are "
                        + (names.isEmpty() ? "none" : String.join(", ", names)))));
      }
      matching.stream().filter(name -> !chosen.contains(name)).forEach(chosen::add);
    }
    return chosen;
  }
}
