package dev.gatehouse.core.money;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;
import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What models cost and hold, by provider and name. Users may edit it: it is read from JSON of this
/// form, prices in US dollars per million tokens.
///
/// ```json
/// {"version": "2026-11-20", "source": "…",
///  "providers": {"anthropic": {"claude-sonnet-4-6*": {
///    "input": 3, "output": 15, "cache_write": 3.75, "cache_read": 0.3,
///    "context_window": 1000000, "max_output": 128000}}}}
/// ```
///
/// A name that ends with `*` stands for all names that begin so; the longest one that fits wins,
/// and an exact name beats them all. A row may have a `long_prompt` of the same four prices with an
/// `above`: how many tokens a prompt must exceed for them.
public final class PriceTable {

  /// A table that cannot be read.
  public static final ErrorCode BAD_PRICE_TABLE = ErrorCode.caller("bad_price_table");

  /// A table that knows nothing.
  public static final PriceTable EMPTY = new PriceTable("none", Map.of());

  private static final char ANYTHING = '*';

  private final String version;
  private final Map<String, Map<String, ModelFacts>> providers;

  private PriceTable(String version, Map<String, Map<String, ModelFacts>> providers) {
    this.version = version;
    this.providers = Map.copyOf(providers);
  }

  /// Reads a table.
  ///
  /// @throws GatehouseException when it does not have the form above
  public static PriceTable of(Json table) {
    var version = table.at("version").flatMap(Json::text).orElseThrow(() -> bad("version", table));
    Map<String, Map<String, ModelFacts>> providers = new HashMap<>();
    members(table, "providers")
        .forEach((provider, models) -> providers.put(provider, models(provider, models)));
    return new PriceTable(version, providers);
  }

  /// {@return which edition this is, to be recorded with every cost}
  public String version() {
    return version;
  }

  /// {@return what is known about a model, if anything}
  public Optional<ModelFacts> find(String provider, String model) {
    Map<String, ModelFacts> models = providers.getOrDefault(provider, Map.of());
    return Optional.ofNullable(models.get(model))
        .or(() ->
            models.keySet().stream()
                .filter(pattern -> fits(pattern, model))
                .max(Comparator.comparingInt(String::length))
                .map(models::get));
  }

  /// {@return this table with another one laid over it: where both know a name, the other one
  /// counts}
  public PriceTable overlaidWith(PriceTable other) {
    Map<String, Map<String, ModelFacts>> merged = new HashMap<>(providers);
    other.providers.forEach((provider, models) -> {
      Map<String, ModelFacts> both = new HashMap<>(merged.getOrDefault(provider, Map.of()));
      both.putAll(models);
      merged.put(provider, Map.copyOf(both));
    });
    return new PriceTable(version + "+" + other.version, merged);
  }

  private static boolean fits(String pattern, String model) {
    int last = pattern.length() - 1;
    return last >= 0
        && pattern.charAt(last) == ANYTHING
        && model.startsWith(pattern.substring(0, last));
  }

  private static Map<String, ModelFacts> models(String provider, Json models) {
    Map<String, ModelFacts> facts = new HashMap<>();
    models
        .asObject()
        .orElseThrow(() -> bad(provider, models))
        .members()
        .forEach((model, row) -> facts.put(model, facts(provider + "/" + model, row)));
    return Map.copyOf(facts);
  }

  private static ModelFacts facts(String where, Json row) {
    try {
      return new ModelFacts(
          price(where, row),
          number(where, row, "context_window").longValueExact(),
          number(where, row, "max_output").longValueExact(),
          row.at("long_prompt").map(tier -> longPrompt(where + "/long_prompt", tier)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new GatehouseException(
          BAD_PRICE_TABLE,
          "the row \"" + where + "\" of the price table is wrong: " + e.getMessage(),
          e);
    }
  }

  private static ModelFacts.LongPrompt longPrompt(String where, Json tier) {
    return new ModelFacts.LongPrompt(
        number(where, tier, "above").longValueExact(), price(where, tier));
  }

  private static Price price(String where, Json row) {
    return new Price(
        number(where, row, "input"),
        number(where, row, "output"),
        number(where, row, "cache_write"),
        number(where, row, "cache_read"));
  }

  private static BigDecimal number(String where, Json row, String name) {
    return row.at(name).flatMap(Json::number).orElseThrow(() -> bad(where + "/" + name, row));
  }

  private static Map<String, Json> members(Json table, String name) {
    return table
        .at(name)
        .flatMap(Json::asObject)
        .map(Json.Obj::members)
        .orElseThrow(() -> bad(name, table));
  }

  private static GatehouseException bad(String where, Json found) {
    String text = found.toString();
    return new GatehouseException(
        BAD_PRICE_TABLE,
        "the price table lacks \""
            + where
            + "\", or has it in another form, in: "
            + text.substring(0, Math.min(200, text.length())));
  }
}
