package dev.gatehouse.gateway;

import dev.gatehouse.adapters.demo.DemoModel;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.NearestName;
import dev.gatehouse.core.money.ModelFacts;
import dev.gatehouse.core.money.Price;
import dev.gatehouse.core.money.PriceTable;
import dev.gatehouse.core.routing.Care;
import dev.gatehouse.core.routing.Strategy;
import dev.gatehouse.core.spi.Credential;
import dev.gatehouse.gateway.config.ModelConfig;
import dev.gatehouse.gateway.config.ProviderConfig.Kind;
import dev.gatehouse.runtime.catalog.Catalog.Offer;
import dev.gatehouse.runtime.catalog.Resolution;
import dev.gatehouse.runtime.catalog.Resolution.Found;
import dev.gatehouse.runtime.catalog.Resolution.Member;
import dev.gatehouse.runtime.catalog.Resolution.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the names of models stand for: deployments of providers, alone or in chains.
///
/// @param book the providers
/// @param chains the configured names for several models
/// @param prices what models cost
/// @param credentials finds the credentials a session brought along
/// @param redaction cleans what models say of their failures
record ModelDirectory(
    ModelBook book,
    Map<String, ModelConfig> chains,
    PriceTable prices,
    OwnCredentials credentials,
    Redaction redaction) {

  private static final String DEMO = "demo";

  private static final ModelFacts FREE =
      new ModelFacts(Price.FREE, 200_000, 64_000, Optional.empty());

  /// Finds the credentials that a session brought along.
  interface OwnCredentials {

    /// {@return the caller's own credential for a provider of this wire}
    Optional<Credential> find(String session, Kind kind);
  }

  /// {@return what a name stands for on behalf of a session}
  Resolution resolve(String name, String session) {
    ModelConfig chain = chains.get(name);
    List<Member> members = chain == null ? members(name, 0, 1, session) : members(chain, session);
    if (members.isEmpty()) {
      return missing(name);
    }
    if (chain != null) {
      return new Pool(name, chain.strategy(), chain.care(), members);
    }
    return members.size() == 1
        ? members.getFirst().found()
        : new Pool(name, Strategy.LEAST_BUSY, Care.STANDARD, members);
  }

  private List<Member> members(ModelConfig chain, String session) {
    List<Member> members = new ArrayList<>();
    for (int rank = 0; rank < chain.chain().size(); rank++) {
      int weight = chain.weights().isEmpty() ? 1 : chain.weights().get(rank);
      members.addAll(members(chain.chain().get(rank), rank, weight, session));
    }
    return members;
  }

  /// A model of a provider with several keys is as many deployments, unless the caller's own key
  /// stands in the place of all.
  private List<Member> members(String name, int rank, int weight, String session) {
    String whole = name.indexOf('/') < 0 ? bare(name) : name;
    int slash = whole.indexOf('/');
    if (slash < 0) {
      return List.of();
    }
    String provider = whole.substring(0, slash);
    if (provider.equals(DEMO) && !DemoModel.NAMES.contains(whole.substring(slash + 1))) {
      return List.of();
    }
    Optional<Credential> own = book.kind(provider).flatMap(kind -> credentials.find(session, kind));
    List<String> seats = book.seats(provider);
    List<Member> members = new ArrayList<>();
    for (String seat : own.isPresent() ? seats.stream().limit(1).toList() : seats) {
      members.add(
          new Member(
              found(provider, seat, whole.substring(slash + 1), own),
              rank,
              weight,
              book.maxConcurrent(provider)));
    }
    return members;
  }

  private String bare(String name) {
    return book.providers().stream()
        .filter(provider -> prices.find(provider, name).isPresent())
        .findFirst()
        .map(provider -> provider + "/" + name)
        .orElse(name);
  }

  private Found found(String provider, String seat, String wireName, Optional<Credential> own) {
    return new Found(
        seat + "/" + wireName,
        wireName,
        new RedactedModel(book.model(seat), redaction),
        facts(provider, wireName),
        own);
  }

  /// Another name for a vendor changes no price.
  private Optional<ModelFacts> facts(String provider, String wireName) {
    Optional<Kind> kind = book.kind(provider);
    if (kind.isEmpty() || kind.get() == Kind.DEMO) {
      return Optional.of(FREE);
    }
    return prices
        .find(provider, wireName)
        .or(() ->
            switch (kind.get()) {
              case ANTHROPIC -> prices.find("anthropic", wireName);
              case OPENAI -> prices.find("openai", wireName);
              case OPENAI_COMPATIBLE, DEMO -> Optional.empty();
            });
  }

  private Resolution missing(String name) {
    List<String> names = new ArrayList<>(chains.keySet());
    offers(List.of()).forEach(offer -> names.add(offer.name()));
    String nearest =
        NearestName.of(name, names).map(known -> "; the nearest is '" + known + "'").orElse("");
    return new Resolution.Missing(
        Failure.of(
            Failure.Code.NOT_FOUND,
            "model '"
                + name
                + "' is unknown: write provider/name, or a name from models"
                + nearest));
  }

  /// {@return the models that are offered: the chains, those that are in use, the demo model}
  List<Offer> offers(List<String> used) {
    Map<String, Offer> offers = new LinkedHashMap<>();
    chains.forEach((name, chain) -> offers.put(name, offer(name, chain)));
    used.forEach(name -> offers.computeIfAbsent(name, this::offer));
    offers.computeIfAbsent("demo/demo", this::offer);
    return List.copyOf(offers.values());
  }

  private Offer offer(String name, ModelConfig chain) {
    List<Found> all = members(chain, "").stream().map(Member::found).toList();
    return new Offer(
        name,
        "",
        String.join(" → ", chain.chain()),
        all.stream().allMatch(each -> each.facts().isPresent()),
        all.stream()
            .flatMap(each -> each.facts().stream())
            .mapToLong(ModelFacts::contextWindow)
            .min()
            .orElse(0),
        Optional.of(chain.strategy()),
        all.stream().map(Found::name).toList());
  }

  private Offer offer(String name) {
    String provider = name.indexOf('/') < 0 ? "" : name.substring(0, name.indexOf('/'));
    List<Member> members = members(name, 0, 1, "");
    Optional<ModelFacts> facts =
        members.stream().findFirst().flatMap(member -> member.found().facts());
    return new Offer(
        name,
        provider,
        name.substring(name.indexOf('/') + 1),
        facts.isPresent(),
        facts.map(ModelFacts::contextWindow).orElse(0L),
        members.size() > 1 ? Optional.of(Strategy.LEAST_BUSY) : Optional.empty(),
        members.stream().map(member -> member.found().name()).toList());
  }
}
