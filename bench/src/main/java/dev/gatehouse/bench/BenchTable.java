package dev.gatehouse.bench;

import dev.gatehouse.bench.BenchResults.Spread;
import dev.gatehouse.bench.BenchResults.Subject;
import java.util.Locale;

/// The results as a Markdown table: medians with [min–max], and the ratios to both anchors.
final class BenchTable {
  private static final String RULE = "|---|---|---|---|---|---|\n";

  private BenchTable() {}

  static String of(BenchResults results) {
    var text = new StringBuilder();
    text.append(
        row("workload", "metric", "candidate", "median [min–max]", "× raw relay", "× VT relay"));
    text.append(RULE);
    for (var subject : results.subjects()) {
      text.append(
          row(
              subject.workload(),
              subject.metric().label(),
              subject.candidate(),
              value(results.spread(subject)) + " " + subject.metric().unit(),
              ratio(results, subject, Candidate.RAW_RELAY),
              ratio(results, subject, Candidate.VIRTUAL_THREAD_RELAY)));
    }
    for (var invalid : results.invalid()) {
      text.append(
          "%nNOT VALID: round %s, %s, %s: %s%n"
              .formatted(
                  invalid.round(), invalid.workload(), invalid.candidate(), invalid.reason()));
    }
    return text.toString();
  }

  private static String row(String... cells) {
    return "| %-10s | %-24s | %-10s | %-34s | %-21s | %-21s |%n".formatted((Object[]) cells);
  }

  private static String ratio(BenchResults results, Subject subject, String anchor) {
    var ratios = results.ratios(subject, anchor);
    return ratios.isEmpty() ? "-" : value(Spread.of(ratios));
  }

  private static String value(Spread spread) {
    return number(spread.median()) + " [" + number(spread.min()) + "–" + number(spread.max()) + "]";
  }

  /// Three digits that mean something.
  private static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
