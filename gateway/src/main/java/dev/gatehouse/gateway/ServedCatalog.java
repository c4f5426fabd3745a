package dev.gatehouse.gateway;

import dev.gatehouse.core.policy.CallPolicy;
import dev.gatehouse.core.spi.Merge;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What this gateway serves, by its configuration and by code.
///
/// @param shelf the tools
/// @param directory the models
/// @param configured the agents as they were configured
/// @param calls what stands between models and tools
/// @param workflows the workflows that are configured
/// @param router the agent that is asked who shall do what several can do
/// @param merges the merge rules of the program
record ServedCatalog(
    List<Agent> agents,
    ToolShelf shelf,
    ModelDirectory directory,
    Map<String, AgentConfig> configured,
    CallPolicy calls,
    List<Workflow> workflows,
    Optional<String> router,
    Map<String, Merge> merges)
    implements Catalog {

  static ServedCatalog of(
      GatehouseConfig config,
      List<Agent> agents,
      ToolShelf shelf,
      ModelDirectory directory,
      CallPolicy calls,
      Map<String, Merge> merges) {
    return new ServedCatalog(
        List.copyOf(agents),
        shelf,
        directory,
        config.agents(),
        calls,
        List.copyOf(WorkflowFiles.configured(config.workflows()).values()),
        config.workflows().router(),
        Map.copyOf(merges));
  }

  @Override
  public List<Tool> tools() {
    return shelf.tools();
  }

  @Override
  public CallPolicy policy() {
    return calls;
  }

  @Override
  public List<ToolSource> sources() {
    return shelf.sources();
  }

  @Override
  public Duration clientPatience(String agent) {
    return configured.get(agent) instanceof AgentConfig.Local local
        ? local.clientToolsExpire()
        : AgentConfig.Local.STANDARD.clientToolsExpire();
  }

  @Override
  public Optional<Sandbox.Level> floor(String agent, String channel) {
    return configured.get(agent) instanceof AgentConfig.Local local
        ? Optional.ofNullable(local.channels().get(channel))
            .flatMap(AgentConfig.ChannelConfig::sandboxFloor)
        : Optional.empty();
  }

  @Override
  public int deferAbove(String agent) {
    return configured.get(agent) instanceof AgentConfig.Local local
        ? local.deferTools()
        : AgentConfig.Local.STANDARD.deferTools();
  }

  @Override
  public int mostLive(String agent) {
    return configured.get(agent) instanceof AgentConfig.Local local
        ? local.maxSubAgents()
        : AgentConfig.Local.STANDARD.maxSubAgents();
  }

  @Override
  public Resolution resolve(String name, String session) {
    return directory.resolve(name, session);
  }

  @Override
  public List<Offer> models() {
    return directory.offers(agents.stream().map(agent -> agent.profile().model()).toList());
  }
}
