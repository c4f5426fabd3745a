package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The last line about a run: how it ended, what it used, what it cost.
final class RunSummary {

  private RunSummary() {}

  static String of(Json record) {
    return Stream.of(
            record.at("outcome").flatMap(Json::text).orElse("unknown"),
            tools(record),
            denied(record),
            tokens(record),
            cost(record))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" · ", "run: ", " · " + text(record, "run_id")));
  }

  private static String tools(Json record) {
    return record.items("tools_used").stream()
        .map(tool -> text(tool, "name") + " ×" + number(tool, "count").toPlainString())
        .collect(Collectors.joining(", "));
  }

  private static String denied(Json record) {
    List<String> tools =
        record.items("denied").stream().map(call -> text(call, "tool")).distinct().toList();
    return tools.isEmpty() ? "" : "denied: " + String.join(", ", tools);
  }

  private static String tokens(Json record) {
    Json usage = record.at("usage").orElse(Json.NULL);
    return String.format(
        Locale.ROOT,
        "%,d tokens",
        number(usage, "input_tokens").longValue()
            + number(usage, "cache_creation_input_tokens").longValue()
            + number(usage, "cache_read_input_tokens").longValue()
            + number(usage, "output_tokens").longValue());
  }

  private static String cost(Json record) {
    BigDecimal cost = number(record, "cost_usd");
    return cost.signum() == 0 ? "" : "$" + cost.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal number(Json json, String name) {
    return json.at(name).flatMap(Json::number).orElse(BigDecimal.ZERO);
  }

  private static String text(Json json, String name) {
    return json.at(name).flatMap(Json::text).orElse("");
  }
}
