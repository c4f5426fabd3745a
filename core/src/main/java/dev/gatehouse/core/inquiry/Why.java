package dev.gatehouse.core.inquiry;

import static java.util.stream.Collectors.joining;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.RunState.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// How a run came to where it is: a sentence, and the facts of the log it rests on.
///
/// @param facts oldest first; of very many the newest
public record Why(String summary, List<Fact> facts) {

  private static final int MAX_FACTS = 500;

  /// Who reads which family of events. What no reader knows explains nothing.
  private static final List<BiFunction<Happened, Event, Optional<Fact>>> READERS =
      List.of(
          RunReasons::of,
          ModelReasons::of,
          ToolReasons::of,
          ConsentReasons::of,
          NodeReasons::of,
          UndoReasons::of);

  /// Copies the facts.
  public Why {
    facts = List.copyOf(facts);
  }

  /// Reads a log.
  ///
  /// @param log all events of the run, in order
  /// @param now the time as of which is told how long it has waited
  public static Why of(List<Happened> log, Instant now) {
    List<Fact> facts = log.stream().flatMap(one -> fact(one).stream()).toList();
    List<Fact> newest = facts.subList(Math.max(0, facts.size() - MAX_FACTS), facts.size());
    String summary =
        Happened.state(log).map(run -> summary(run, log, now)).orElse("The run has no log.");
    return new Why(summary, newest);
  }

  private static Optional<Fact> fact(Happened happened) {
    return READERS.stream()
        .flatMap(reader -> reader.apply(happened, happened.event()).stream())
        .findFirst();
  }

  private static String summary(RunState run, List<Happened> log, Instant now) {
    if (run.ended()) {
      return run.control().ending().map(Why::end).orElse("It has ended.") + rolledBack(run);
    }
    List<Wait> waits = BlockedOn.of(log);
    if (waits.isEmpty()) {
      return run.control().phase() == RunState.Phase.QUEUED
          ? "It waits for its turn in its session."
          : "It is at work.";
    }
    return "It waits for "
        + String.join(", ", waits.stream().map(wait -> waiting(wait, now)).toList())
        + ".";
  }

  private static String rolledBack(RunState run) {
    return run.undoings().over().stream()
        .filter(past -> past.path().isEmpty())
        .map(past -> " Rolled back: " + past.report().text() + ".")
        .collect(joining());
  }

  private static String waiting(Wait wait, Instant now) {
    long seconds = Math.max(0, Duration.between(wait.since(), now).toSeconds());
    return "%s '%s' (for %s s)".formatted(wait.kind().wire().replace('_', ' '), wait.id(), seconds);
  }

  private static String end(Ending ending) {
    return switch (ending) {
      case Ending.Completed done -> "It completed: " + done.stop().wire() + ".";
      case Ending.Limited limited -> "It stopped at its limit: " + limited.stop().wire() + ".";
      case Ending.Cancelled stopped ->
          "It was cancelled by '%s': %s.".formatted(stopped.by(), stopped.reason());
      case Ending.Failed failed ->
          "It failed with %s: %s"
              .formatted(failed.failure().code().wire(), failed.failure().message());
    };
  }
}
