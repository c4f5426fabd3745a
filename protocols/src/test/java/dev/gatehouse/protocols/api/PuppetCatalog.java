package dev.gatehouse.protocols.api;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Price;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RetryPolicy;
import dev.gatehouse.core.run.RunLimits;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// Two agents, a puppet for a model, some tools.
record PuppetCatalog(PuppetModel model, List<Tool> tools, RetryPolicy retry) implements Catalog {

  private static final Price PRICE =
      new Price(BigDecimal.ONE, BigDecimal.TEN, BigDecimal.TWO, new BigDecimal("0.1"));

  private static final ModelFacts FACTS = new ModelFacts(PRICE, 100_000, 4_000, Optional.empty());

  @Override
  public List<Agent> agents() {
    List<String> names = tools.stream().map(tool -> tool.spec().name()).toList();
    return List.of(
        new Agent(
            AgentProfile.of("assistant", "secret prompt", "puppet/one")
                .withTools(names)
                .withRetry(retry),
            RunLimits.STANDARD,
            "helps",
            List.of("puppet/*")),
        new Agent(
            AgentProfile.of("other", "other prompt", "puppet/one"),
            RunLimits.STANDARD,
            "helps otherwise",
            List.of()));
  }

  @Override
  public Resolution resolve(String name, String session) {
    if (model.isWithdrawn() || (!name.equals("puppet/one") && !name.equals("puppet/two"))) {
      return new Resolution.Missing(Failure.of(Failure.Code.NOT_FOUND, "no model " + name));
    }
    return new Resolution.Found(name, name, model, Optional.of(FACTS), Optional.empty());
  }

  @Override
  public List<Offer> models() {
    return List.of(
        new Offer("puppet/one", "puppet", "Puppet One", true, 100_000),
        new Offer("puppet/two", "puppet", "Puppet Two", true, 100_000));
  }
}
