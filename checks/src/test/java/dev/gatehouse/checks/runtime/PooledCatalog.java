package dev.gatehouse.checks.runtime;

import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.routing.Care;
import dev.gatehouse.core.routing.Strategy;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A catalog of one agent whose model is several deployments.
record PooledCatalog(
    AgentProfile profile,
    Strategy strategy,
    Care care,
    Map<String, Model> deployments,
    List<Tool> tools)
    implements Catalog {

  private static final ModelFacts FACTS =
      new ModelFacts(SmallCatalog.PRICE, 100_000, 4_000, Optional.empty());

  @Override
  public List<Agent> agents() {
    return List.of(new Agent(profile, RunLimits.STANDARD, "the only one", List.of()));
  }

  @Override
  public Resolution resolve(String name, String session) {
    List<Resolution.Member> members = new ArrayList<>();
    deployments.forEach((deployment, model) ->
        members.add(
            Resolution.Member.of(
                new Resolution.Found(
                    deployment, deployment, model, Optional.of(FACTS), Optional.empty()),
                members.size())));
    return new Resolution.Pool(name, strategy, care, members);
  }

  @Override
  public List<Offer> models() {
    return List.of();
  }
}
