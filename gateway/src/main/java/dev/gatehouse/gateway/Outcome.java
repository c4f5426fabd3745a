package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a run ended, with the exit code that says so.
public enum Outcome {
  SUCCESS(0),
  TRUNCATED(1),
  REFUSED(1),
  FAILED(1),
  CANCELLED(1),
  BUDGET_EXCEEDED(3),
  MAX_TURNS(4),
  TIMEOUT(124);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /// {@return the exit code of a command that ran it}
  public int exitCode() {
    return exitCode;
  }

  /// {@return the outcome as the wire spells it}
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// {@return the outcome of a run that came to its end for a reason}
  public static Outcome of(StopReason stop) {
    return switch (stop) {
      case END_TURN, STOP_SEQUENCE -> SUCCESS;
      case TOOL_USE, MAX_TOKENS -> TRUNCATED;
      case REFUSAL, CONTENT_FILTER -> REFUSED;
      case MAX_TURNS, DEPTH -> MAX_TURNS;
      case BUDGET -> BUDGET_EXCEEDED;
      case TIME -> TIMEOUT;
    };
  }

  /// {@return the outcome of a stop reason as the wire spells it; a reason nobody knows is a
  /// failure}
  public static Outcome ofWire(String stop) {
    return Arrays.stream(StopReason.values())
        .filter(reason -> reason.wire().equals(stop))
        .findFirst()
        .map(Outcome::of)
        .orElse(FAILED);
  }

  /// {@return the outcome in a run object of the wire, empty while it has none}
  public static Optional<Outcome> ofRun(Json run) {
    return run.at("outcome")
        .flatMap(Json::text)
        .flatMap(
            word -> Arrays.stream(values()).filter(each -> each.wire().equals(word)).findFirst());
  }
}
