package dev.gatehouse.bench;

import dev.gatehouse.bench.BenchResults.Entry;
import dev.gatehouse.bench.BenchResults.Invalid;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The results as JSON: the machine, then every single value, so that any statistic can be redone.
final class BenchJson {
  private BenchJson() {}

  static String of(Map<String, String> machine, BenchResults results) {
    return """
    {
      "machine": %s,
      "values": %s,
      "not_valid": %s
    }
    """
        .formatted(
            object(machine),
            array(results.entries().stream().map(BenchJson::entry).toList()),
            array(results.invalid().stream().map(BenchJson::invalid).toList()));
  }

  private static String entry(Entry entry) {
    var metric = entry.measure().metric();
    return """
    {"round": %s, "workload": %s, "candidate": %s, "metric": %s, "unit": %s, "value": %s}\
    """
        .formatted(
            entry.round(),
            text(entry.workload()),
            text(entry.candidate()),
            text(metric.label()),
            text(metric.unit()),
            number(entry.measure().value()));
  }

  private static String invalid(Invalid invalid) {
    return """
    {"round": %s, "workload": %s, "candidate": %s, "reason": %s}\
    """
        .formatted(
            invalid.round(),
            text(invalid.workload()),
            text(invalid.candidate()),
            text(invalid.reason()));
  }

  private static String object(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(field -> text(field.getKey()) + ": " + text(field.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String array(List<String> items) {
    return items.isEmpty() ? "[]" : "[\n    " + String.join(",\n    ", items) + "\n  ]";
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  /// A JSON string.
  static String text(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
