package dev.gatehouse.gateway;

import dev.gatehouse.core.policy.CallPolicy;
import dev.gatehouse.core.spi.Merge;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.core.workflow.Workflow;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A catalog whose agents know the skills there are at the moment they are looked up.
///
/// @param reading the tools that read skills
record SkilledCatalog(Catalog inner, SkillBook book, List<Tool> reading) implements Catalog {

  /// Copies the tools.
  SkilledCatalog {
    reading = List.copyOf(reading);
  }

  @Override
  public List<Agent> agents() {
    return book.equipped(inner.agents());
  }

  @Override
  public Optional<Agent> agent(String name) {
    return inner.agent(name).map(agent -> book.equipped(List.of(agent)).getFirst());
  }

  @Override
  public Optional<Agent> helper(String name, Agent parent) {
    Optional<Agent> served = agent(name);
    return served.isPresent() ? served : book.agent(name, parent);
  }

  @Override
  public List<Skill> skills() {
    return book.shown();
  }

  @Override
  public List<Workflow> workflows() {
    return inner.workflows();
  }

  @Override
  public Map<String, Merge> merges() {
    return inner.merges();
  }

  @Override
  public Optional<String> router() {
    return inner.router();
  }

  @Override
  public List<Tool> tools() {
    return Stream.concat(inner.tools().stream(), reading.stream()).toList();
  }

  @Override
  public List<ToolSource> sources() {
    return inner.sources();
  }

  @Override
  public Duration clientPatience(String agent) {
    return inner.clientPatience(agent);
  }

  @Override
  public Optional<Sandbox.Level> floor(String agent, String channel) {
    return inner.floor(agent, channel);
  }

  @Override
  public int deferAbove(String agent) {
    return inner.deferAbove(agent);
  }

  @Override
  public CallPolicy policy() {
    return inner.policy();
  }

  @Override
  public Resolution resolve(String name, String session) {
    return inner.resolve(name, session);
  }

  @Override
  public List<Offer> models() {
    return inner.models();
  }
}
