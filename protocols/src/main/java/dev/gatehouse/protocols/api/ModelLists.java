package dev.gatehouse.protocols.api;

import dev.gatehouse.core.Glob;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Catalog.Offer;
import dev.gatehouse.runtime.routing.HealthBook;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The models of a gateway as clients list them.
final class ModelLists {

  private ModelLists() {}

  /// {@return what a user of an agent may choose from, nothing when no model is offered}
  static Optional<Json> choice(Catalog catalog, Agent agent) {
    List<Offer> offers =
        catalog.models().stream().filter(offer -> allows(agent, offer.name())).toList();
    if (offers.isEmpty()) {
      return Optional.empty();
    }
    var names = Json.object();
    offers.stream()
        .map(Offer::name)
        .distinct()
        .forEach(name -> names.put(name, display(offers, name)));
    return Optional.of(
        Json.object()
            .put("default_model", agent.profile().model())
            .put(
                "allowed_models",
                Json.array(offers.stream().map(it -> Json.of(it.name())).toList()))
            .put("display_names", names.build())
            .build());
  }

  private static String display(List<Offer> offers, String name) {
    return offers.stream()
        .filter(offer -> offer.name().equals(name))
        .map(Offer::display)
        .findFirst()
        .orElse(name);
  }

  private static boolean allows(Agent agent, String model) {
    return agent.models().isEmpty()
        || model.equals(agent.profile().model())
        || agent.models().stream().anyMatch(glob -> Glob.matches(glob, model));
  }

  /// {@return a model as `/models` shows it, with the health of what is behind its name}
  static Json json(Offer offer, HealthBook health) {
    return Json.object()
        .put("name", offer.name())
        .put("provider", offer.provider())
        .put("display_name", offer.display())
        .put("priced", offer.priced())
        .put("context_window", offer.contextWindow())
        .put(
            "strategy",
            offer
                .strategy()
                .<Json>map(each -> Json.of(each.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .orElse(Json.NULL))
        .put(
            "chain",
            Json.array(
                offer.deployments().stream().map(name -> json(health.report(name))).toList()))
        .build();
  }

  private static Json json(HealthBook.Report report) {
    HealthBook.Tally tally = report.tally();
    Json.ObjBuilder json =
        Json.object()
            .put("model", report.name())
            .put("state", report.state().name().toLowerCase(Locale.ROOT));
    if (report.state() != HealthBook.State.HEALTHY) {
      json.put("because", report.because());
    }
    report.until().ifPresent(until -> json.put("until", until.toString()));
    json.put("in_flight", tally.inFlight())
        .put("calls", tally.calls())
        .put("failures", tally.failures());
    tally.latency().ifPresent(time -> json.put("latency_ms", time.toMillis()));
    return json.build();
  }
}
