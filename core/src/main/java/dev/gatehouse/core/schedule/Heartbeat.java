package dev.gatehouse.core.schedule;

import dev.gatehouse.core.delivery.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What makes a schedule an agent that checks in and speaks only when there is something to say.
///
/// @param quiet how it says that there is nothing
/// @param checklist a file that goes with the message; while it lists nothing, no model is asked
/// @param backoff how long to wait after the first, the second, … error in a row, instead of for
///   the next regular tick; the last one repeats, and without any the regular ticks go on
public record Heartbeat(Quiet quiet, Optional<String> checklist, List<Duration> backoff) {

  /// The usual token, no checklist, and ever longer pauses up to an hour.
  public static final Heartbeat STANDARD =
      new Heartbeat(
          Quiet.STANDARD,
          Optional.empty(),
          List.of(
              Duration.ofSeconds(30),
              Duration.ofMinutes(1),
              Duration.ofMinutes(5),
              Duration.ofMinutes(15),
              Duration.ofHours(1)));

  /// Copies the pauses and refuses those that are none.
  public Heartbeat {
    backoff = List.copyOf(backoff);
    if (backoff.stream().anyMatch(pause -> !pause.isPositive())) {
      throw new IllegalArgumentException("each pause of backoff must be longer than nothing");
    }
    if (checklist.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("checklist must not be blank");
    }
  }

  /// {@return this heartbeat with another way to say nothing}
  public Heartbeat withQuiet(Quiet other) {
    return new Heartbeat(other, checklist, backoff);
  }

  /// {@return this heartbeat with a checklist}
  public Heartbeat withChecklist(String file) {
    return new Heartbeat(quiet, Optional.of(file), backoff);
  }

  /// {@return this heartbeat with other pauses}
  public Heartbeat withBackoff(List<Duration> pauses) {
    return new Heartbeat(quiet, checklist, pauses);
  }

  /// {@return how long to wait after so many errors in a row}
  Optional<Duration> pause(int errors) {
    return backoff.isEmpty()
        ? Optional.empty()
        : Optional.of(backoff.get(Math.clamp(errors, 1, backoff.size()) - 1));
  }
}
