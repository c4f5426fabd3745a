package dev.gatehouse.runtime.catalog;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallPolicy;
import dev.gatehouse.core.routing.Strategy;
import dev.gatehouse.core.spi.Merge;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a gateway serves. Everything in it is looked up at the moment it is needed, so that it may
/// change while the gateway runs.
public interface Catalog {

  /// {@return the agents, the default one first}
  List<Agent> agents();

  /// {@return an agent by its name}
  default Optional<Agent> agent(String name) {
    return agents().stream().filter(agent -> agent.name().equals(name)).findFirst();
  }

  /// Finds an agent that another may run as its helper: one that is served, or a skill.
  ///
  /// @param parent who runs it; a skill takes from it what it does not say itself
  default Optional<Agent> helper(String name, Agent parent) {
    return agent(name);
  }

  /// {@return the weakest sandbox that programs of an agent may run in on a channel; the gateway's
  /// own when absent}
  default Optional<Sandbox.Level> floor(String agent, String channel) {
    return Optional.empty();
  }

  /// {@return the skills, by name}
  default List<Skill> skills() {
    return List.of();
  }

  /// {@return the workflows that are configured}
  default List<Workflow> workflows() {
    return List.of();
  }

  /// {@return the rules of this program by which values join the shared state of workflows, by
  /// name}
  default Map<String, Merge> merges() {
    return Map.of();
  }

  /// {@return the agent that is asked who shall do what several can do; the scores alone decide
  /// when there is none}
  default Optional<String> router() {
    return Optional.empty();
  }

  /// {@return all tools, in a stable order}
  List<Tool> tools();

  /// {@return a tool by its name}
  default Optional<Tool> tool(String name) {
    return tools().stream().filter(tool -> tool.spec().name().equals(name)).findFirst();
  }

  /// {@return where tools come from that may come and go}
  default List<ToolSource> sources() {
    return List.of();
  }

  /// {@return the tools that an agent is offered at this moment}
  ///
  /// @param wanted names of tools, globs over them, and names of sources
  default List<Tool> offered(List<String> wanted) {
    return OfferedTools.of(this, wanted);
  }

  /// {@return how many tools an agent may have before its models must search for them}
  default int deferAbove(String agent) {
    return 40;
  }

  /// {@return how many runs of its tree may be live when an agent starts another}
  default int mostLive(String agent) {
    return 16;
  }

  /// {@return how long a client of an agent has to make a call of a tool of its own}
  default Duration clientPatience(String agent) {
    return Duration.ofMinutes(10);
  }

  /// {@return what stands between a model's wish and a tool}
  default CallPolicy policy() {
    return CallPolicy.EMPTY;
  }

  /// Finds the model that a name stands for.
  ///
  /// @param name `provider/name`, a configured name, or a bare name of the price table
  /// @param session the session on whose behalf it is asked, for credentials of the caller's own
  Resolution resolve(String name, String session);

  /// {@return the models that are offered, for lists}
  List<Offer> models();

  /// A model as it is offered.
  ///
  /// @param display what people call it
  /// @param priced whether its price is known
  /// @param strategy how one of its deployments is chosen, when it has several
  /// @param deployments what is asked behind the name
  record Offer(
      String name,
      String provider,
      String display,
      boolean priced,
      long contextWindow,
      Optional<Strategy> strategy,
      List<String> deployments) {

    /// Copies the deployments.
    public Offer {
      deployments = List.copyOf(deployments);
    }

    /// A model that is one deployment.
    public Offer(String name, String provider, String display, boolean priced, long contextWindow) {
      this(name, provider, display, priced, contextWindow, Optional.empty(), List.of(name));
    }
  }

  /// A skill as it is shown.
  ///
  /// @param kind `agent`, to be run, or `package`, to be read
  /// @param settings what its front matter says, in the wire's names
  record Skill(String name, String kind, String description, Json.Obj settings) {}
}
