package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.RunReplay.Difference;
import dev.gatehouse.gateway.RunReplay.Finding;
import dev.gatehouse.gateway.cli.screen.Ink;

/// What a replay found, in words.
final class ReplayText {

  private static final int MAX_EVENT = 400;

  private ReplayText() {}

  static String line(Finding finding) {
    return finding
        .first()
        .map(ReplayText::different)
        .orElse(finding.events() + " events, and every decision is the same");
  }

  private static String different(Difference difference) {
    return "%s differs at event %s: recorded %s, now %s"
        .formatted(
            difference.run(),
            difference.what().seq(),
            Ink.line(difference.what().recorded(), MAX_EVENT),
            Ink.line(difference.what().now(), MAX_EVENT));
  }

  static Json json(Finding finding) {
    Json.ObjBuilder json =
        Json.object().put("events", finding.events()).put("same", finding.first().isEmpty());
    finding
        .first()
        .ifPresent(difference ->
            json.put("run_id", difference.run())
                .put("seq", difference.what().seq())
                .put("recorded", difference.what().recorded())
                .put("now", difference.what().now()));
    return json.build();
  }
}
