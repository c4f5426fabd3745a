package dev.gatehouse.checks.runtime;

import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Price;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// A catalog of one agent, one model and some tools.
record SmallCatalog(AgentProfile profile, Model model, List<Tool> tools) implements Catalog {

  static final Price PRICE =
      new Price(BigDecimal.ONE, BigDecimal.TEN, BigDecimal.TWO, new BigDecimal("0.1"));

  private static final ModelFacts FACTS = new ModelFacts(PRICE, 100_000, 4_000, Optional.empty());

  @Override
  public List<Agent> agents() {
    return List.of(new Agent(profile, RunLimits.STANDARD, "the only one", List.of()));
  }

  @Override
  public Resolution resolve(String name, String session) {
    return new Resolution.Found("fake/" + name, name, model, Optional.of(FACTS), Optional.empty());
  }

  @Override
  public List<Offer> models() {
    return List.of(new Offer("fake/model", "fake", "Fake", true, 100_000));
  }
}
