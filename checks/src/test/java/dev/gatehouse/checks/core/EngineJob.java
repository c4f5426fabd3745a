package dev.gatehouse.checks.core;

import dev.gatehouse.core.run.Action;
import java.util.Optional;
import java.util.Set;

/// One action as an engine sees it: to be announced, then to be worked on, and perhaps to be
/// stopped.
final class EngineJob {

  private final Action action;
  private Phase phase = Phase.BEGUN;
  private int patience;
  private Optional<String> question = Optional.empty();

  EngineJob(Action action) {
    this.action = action;
  }

  /// How far a job has come.
  enum Phase {
    BEGUN,
    RUNNING,
    STOPPED_EARLY,
    STOPPING
  }

  Action action() {
    return action;
  }

  Phase phase() {
    return phase;
  }

  /// It was announced, and takes this many looks until it is done.
  void run(int looks) {
    phase = Phase.RUNNING;
    patience = looks;
  }

  void stop() {
    phase = phase == Phase.BEGUN ? Phase.STOPPED_EARLY : Phase.STOPPING;
  }

  /// It has asked somebody, and waits for the answer.
  void ask(String id) {
    question = Optional.of(id);
  }

  /// {@return whether it has asked one of these questions}
  boolean awaits(Set<String> open) {
    return question.filter(open::contains).isPresent();
  }

  /// {@return whether it is done by now}
  boolean look() {
    return patience-- <= 0;
  }
}
