package dev.gatehouse.gateway.cli;

import static java.util.stream.Collectors.joining;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.screen.Ink;
import java.time.Instant;
import java.util.Optional;

/// What `gatehouse heartbeat` says of a tick.
///
/// @param number how many ticks there have been with it
/// @param result in a word, as the wire spells it
/// @param reason why, where the word does not say it all
/// @param text what the agent said
/// @param run the run that did the work, if one did
record TickLine(
    long number,
    Instant at,
    String result,
    Optional<String> reason,
    Optional<String> text,
    Optional<String> run) {

  /// {@return the tick for programs}
  Json json() {
    var line =
        Json.object().put("at", at.toString()).put("result", result).put("tick", Json.of(number));
    reason.ifPresent(it -> line.put("reason", it));
    text.ifPresent(it -> line.put("text", it));
    run.ifPresent(it -> line.put("run_id", it));
    return line.build();
  }

  /// {@return the tick for people, with what is to be said of the next}
  String shown(Ink ink, Optional<String> next) {
    var head =
        "tick %s  %s%s%s"
            .formatted(
                number,
                ink.bold(Ink.exact(result)),
                reason.map(why -> "  " + Ink.exact(why)).orElse(""),
                next.map(when -> "  " + ink.dim(Ink.exact(when))).orElse(""));
    return text.map(said ->
            head + "\n" + said.lines().map(it -> "  " + Ink.exact(it)).collect(joining("\n")))
        .orElse(head);
  }
}
