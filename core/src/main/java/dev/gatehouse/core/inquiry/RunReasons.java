package dev.gatehouse.core.inquiry;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

/// What the life of a run explains.
final class RunReasons {

  private RunReasons() {}

  static Optional<Fact> of(Happened happened, Event event) {
    return event instanceof RunEvent run ? of(happened, run) : Optional.empty();
  }

  private static Optional<Fact> of(Happened happened, RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted started ->
          fact(happened, "run_started", started.agent(), "it was its turn");
      case RunEvent.ChildStarted child ->
          Optional.of(
              Fact.of(
                  happened,
                  "child_started",
                  child.child(),
                  "call '" + child.call() + "' started agent '" + child.agent() + "'",
                  Json.obj("tool_call_id", Json.of(child.call()))));
      case RunEvent.ChildEnded child ->
          fact(happened, "child_ended", child.child(), "it is " + child.status());
      case RunEvent.RunSteered steered ->
          fact(happened, "run_steered", steered.by(), "'" + steered.by() + "' added a message");
      case RunEvent.RunPaused paused ->
          fact(happened, "run_paused", paused.by(), "'" + paused.by() + "' paused it");
      case RunEvent.RunResumed resumed ->
          fact(happened, "run_resumed", resumed.by(), "'" + resumed.by() + "' let it go on");
      case RunEvent.CancelRequested wish ->
          fact(
              happened,
              "cancel_requested",
              wish.by(),
              "'" + wish.by() + "' stopped it: " + wish.reason());
      case RunEvent.LimitReached limit -> Optional.of(limit(happened, limit));
      case RunEvent.RunBroke broke ->
          fact(happened, "run_broke", broke.failure().code().wire(), broke.failure().message());
      case RunEvent.RunCompleted done ->
          fact(
              happened,
              "run_completed",
              done.stop().wire(),
              "it stopped with " + done.stop().wire());
      case RunEvent.RunCancelled gone -> fact(happened, "run_cancelled", gone.by(), gone.reason());
      case RunEvent.RunFailed failed ->
          fact(happened, "run_failed", failed.failure().code().wire(), failed.failure().message());
      case RunEvent.RunCreated _, RunEvent.TurnEnded _ -> Optional.empty();
    };
  }

  private static Fact limit(Happened happened, RunEvent.LimitReached limit) {
    return Fact.of(
        happened,
        "limit_reached",
        limit.limit().wire(),
        "it came to %s, and may come to %s".formatted(limit.reached(), limit.max()),
        Json.obj("value", Json.of(limit.reached()), "max", Json.of(limit.max())));
  }

  private static Optional<Fact> fact(
      Happened happened, String kind, String subject, String because) {
    return Optional.of(Fact.of(happened, kind, subject, because));
  }
}
