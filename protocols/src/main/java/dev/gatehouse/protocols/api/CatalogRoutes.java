package dev.gatehouse.protocols.api;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.protocols.http.Exchange;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// What this gateway serves, in the order of the configuration.
final class CatalogRoutes {

  private final ApiWorld world;

  CatalogRoutes(ApiWorld world) {
    this.world = world;
  }

  private Catalog catalog() {
    return world.runtime().catalog();
  }

  /// `GET /agents`
  void agents(Exchange exchange) throws IOException {
    answer(
        exchange,
        catalog().agents().stream()
            .filter(agent -> exchange.caller().mayUse(agent.name()))
            .map(this::json)
            .toList());
  }

  /// `GET /agents/{name}`
  void agent(Exchange exchange) throws IOException {
    String name = exchange.value("name");
    Agent agent =
        catalog()
            .agent(name)
            .filter(it -> exchange.caller().mayUse(it.name()))
            .orElseThrow(() -> new ProblemException(Problem.notFound("agent", name)));
    exchange.json(200, json(agent));
  }

  /// `GET /tools`
  void tools(Exchange exchange) throws IOException {
    answer(exchange, catalog().tools().stream().map(CatalogRoutes::json).toList());
  }

  /// `GET /models`
  void models(Exchange exchange) throws IOException {
    answer(
        exchange,
        catalog().models().stream()
            .map(offer -> ModelLists.json(offer, world.runtime().health()))
            .toList());
  }

  /// `GET /skills`
  void skills(Exchange exchange) throws IOException {
    answer(exchange, catalog().skills().stream().map(CatalogRoutes::json).toList());
  }

  private static void answer(Exchange exchange, List<Json> items) throws IOException {
    exchange.json(200, Lists.page(exchange, items, "name"));
  }

  private Json json(Agent agent) {
    return Json.object()
        .put("name", agent.name())
        .put("description", agent.description())
        .put("role", agent.traits().role())
        .put("capabilities", strings(agent.traits().capabilities()))
        .put("max_concurrent", agent.traits().maxConcurrent().<Json>map(Json::of).orElse(Json.NULL))
        .put("cost_class", agent.traits().costClass().name().toLowerCase(Locale.ROOT))
        .put("model", agent.profile().model())
        .put("models", strings(agent.models()))
        .put("tools", Json.array(tools(agent)))
        .put("max_turns", agent.limits().maxTurns())
        .build();
  }

  private static Json strings(List<String> values) {
    return Json.array(values.stream().map(Json::of).toList());
  }

  private List<Json> tools(Agent agent) {
    return catalog().offered(agent.profile().tools()).stream()
        .<Json>map(tool -> Json.of(tool.spec().name()))
        .toList();
  }

  private static Json json(Tool tool) {
    return Json.object()
        .put("name", tool.spec().name())
        .put("description", tool.spec().description())
        .put("input_schema", tool.spec().inputSchema())
        .put("location", tool.location())
        .put("effect", tool.policy().effect().name().toLowerCase(Locale.ROOT))
        .put("timeout_s", tool.policy().timeout().toMillis() / 1_000.0)
        .build();
  }

  private static Json json(Catalog.Skill skill) {
    Json.ObjBuilder json =
        Json.object()
            .put("name", skill.name())
            .put("kind", skill.kind())
            .put("description", skill.description());
    skill.settings().members().forEach(json::put);
    return json.build();
  }
}
