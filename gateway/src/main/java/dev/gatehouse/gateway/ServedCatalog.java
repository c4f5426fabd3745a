package dev.gatehouse.gateway;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Price;
import dev.gatehouse.core.money.PriceTable;
import dev.gatehouse.core.policy.CallPolicy;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.GatehouseConfig;
import dev.gatehouse.gateway.config.ModelConfig;
import dev.gatehouse.gateway.config.ProviderConfig.Kind;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import dev.gatehouse.core.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What this gateway serves, by its configuration and by code.
///
/// @param shelf the tools
/// @param book the providers
/// @param aliases the configured names for chains of models
/// @param prices what models cost
/// @param credentials finds the credentials a session brought along
/// @param configured the agents as they were configured
/// @param redaction cleans what models say of their failures
/// @param calls what stands between models and tools
/// @param workflows the workflows that are configured
record ServedCatalog(
    List<Agent> agents,
    ToolShelf shelf,
    ModelBook book,
    Map<String, ModelConfig> aliases,
    PriceTable prices,
    OwnCredentials credentials,
    Map<String, AgentConfig> configured,
    Redaction redaction,
    CallPolicy calls,
    List<Workflow> workflows)
    implements Catalog {

  private static final ModelFacts FREE =
      new ModelFacts(Price.FREE, 200_000, 64_000, Optional.empty());

  /// Finds the credentials that a session brought along.
  interface OwnCredentials {

    /// {@return the caller's own credential for a provider of this wire}
    Optional<Credential> find(String session, Kind kind);
  }

  static ServedCatalog of(
      GatehouseConfig config,
      List<Agent> agents,
      ToolShelf shelf,
      ModelBook book,
      PriceTable prices,
      OwnCredentials credentials,
      Redaction redaction,
      CallPolicy calls) {
    return new ServedCatalog(
        List.copyOf(agents),
        shelf,
        book,
        config.models(),
        prices,
        credentials,
        config.agents(),
        redaction,
        calls,
        List.copyOf(WorkflowFiles.configured(config.workflows()).values()));
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
  public int deferAbove(String agent) {
    return configured.get(agent) instanceof AgentConfig.Local local
        ? local.deferTools()
        : AgentConfig.Local.STANDARD.deferTools();
  }

  @Override
  public Resolution resolve(String name, String session) {
    ModelConfig alias = aliases.get(name);
    if (alias != null) {
      return resolve(alias.chain().getFirst(), session);
    }
    int slash = name.indexOf('/');
    if (slash < 0) {
      return bare(name, session);
    }
    String provider = name.substring(0, slash);
    return book.model(provider)
        .map(model -> found(model, provider, name.substring(slash + 1), session))
        .orElseGet(() -> missing(name));
  }

  private Resolution bare(String name, String session) {
    return book.providers().stream()
        .filter(provider -> prices.find(provider, name).isPresent())
        .findFirst()
        .map(provider -> resolve(provider + "/" + name, session))
        .orElseGet(() -> missing(name));
  }

  private Resolution found(Model model, String provider, String wireName, String session) {
    Optional<Kind> kind = book.kind(provider);
    boolean free = kind.isEmpty() || kind.get() == Kind.DEMO;
    return new Resolution.Found(
        provider + "/" + wireName,
        wireName,
        new RedactedModel(model, redaction),
        free ? Optional.of(FREE) : prices.find(provider, wireName),
        kind.flatMap(wire -> credentials.find(session, wire)));
  }

  private Resolution missing(String name) {
    String nearest =
        NearestName.of(name, names()).map(known -> "; the nearest is '" + known + "'").orElse("");
    return new Resolution.Missing(
        Failure.of(
            Failure.Code.NOT_FOUND,
            "model '"
                + name
                + "' is unknown: write provider/name, or a name from models"
                + nearest));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(aliases.keySet());
    models().forEach(offer -> names.add(offer.name()));
    return names;
  }

  @Override
  public List<Offer> models() {
    Map<String, Offer> offers = new LinkedHashMap<>();
    aliases.forEach((name, alias) ->
        offers.put(name, new Offer(name, "", String.join(" → ", alias.chain()), true, 0)));
    for (Agent agent : agents) {
      offer(offers, agent.profile().model());
    }
    offer(offers, "demo/demo");
    return List.copyOf(offers.values());
  }

  private void offer(Map<String, Offer> offers, String name) {
    if (offers.containsKey(name) || aliases.containsKey(name)) {
      return;
    }
    int slash = name.indexOf('/');
    String provider = slash < 0 ? "" : name.substring(0, slash);
    Optional<ModelFacts> facts =
        provider.equals("demo")
            ? Optional.of(FREE)
            : prices.find(provider, name.substring(slash + 1));
    offers.put(
        name,
        new Offer(
            name,
            provider,
            name.substring(slash + 1),
            facts.isPresent(),
            facts.map(ModelFacts::contextWindow).orElse(0L)));
  }
}
