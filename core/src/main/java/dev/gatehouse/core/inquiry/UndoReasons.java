package dev.gatehouse.core.inquiry;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.json.Json;
import java.util.Optional;

/// Why something was taken back, and what came of it.
final class UndoReasons {

  private static final String RUN = "the run";

  private UndoReasons() {}

  static Optional<Fact> of(Happened happened, Event event) {
    return event instanceof UndoEvent undo ? of(happened, undo) : Optional.empty();
  }

  private static Optional<Fact> of(Happened happened, UndoEvent event) {
    return switch (event) {
      case UndoEvent.UndoBegan began ->
          Optional.of(
              Fact.of(
                  happened,
                  "undo_began",
                  began.path().orElse(RUN),
                  began
                      .failure()
                      .map(why -> "it failed with " + why.code().wire() + ": " + why.message())
                      .orElse("'" + began.by() + "' cancelled it with rollback")));
      case UndoEvent.EffectsFound found ->
          Optional.of(
              Fact.of(
                  happened,
                  "effects_found",
                  found.undo(),
                  found
                      .failure()
                      .map(why -> "the log could not be read: " + why.message())
                      .orElse("calls to take back: " + found.effects().size()),
                  Json.obj(
                      "tools",
                      Json.array(
                          found.effects().stream()
                              .<Json>map(effect -> Json.of(effect.tool()))
                              .toList()))));
      case UndoEvent.UndoStopped stopped ->
          Optional.of(
              Fact.of(
                  happened,
                  "undo_stopped",
                  RUN,
                  "'" + stopped.by() + "' wants nothing more taken back: " + stopped.reason()));
      case UndoEvent.UndoEnded ended ->
          Optional.of(
              Fact.of(happened, "undo_ended", ended.path().orElse(RUN), ended.report().text()));
    };
  }
}
