package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.run.ActionRef;
import java.util.Locale;
import java.util.Optional;

/// A timer, or a wait for somebody, that belongs to a node: `wait.node.<path>.<kind>`.
///
/// @param serial the beginning of the node that it belongs to
record Clock(String path, Kind kind, int serial) {

  private static final String PREFIX = "wait.node.";

  /// What it waits for.
  enum Kind {
    /// The next attempt.
    BACKOFF,
    /// The time limit of the step.
    TIMEOUT,
    /// The deadline of the join.
    DEADLINE,
    /// The end of a wait, or of the patience for a signal.
    UNTIL,
    /// The expiry of a question.
    EXPIRY
  }

  static Clock of(NodeState node, Kind kind) {
    return new Clock(node.path(), kind, node.tries().serial());
  }

  ActionRef ref() {
    return new ActionRef(PREFIX + path + "." + kind.name().toLowerCase(Locale.ROOT), serial);
  }

  /// {@return the path of the node that an action belongs to with which a node waits}
  static Optional<String> path(ActionRef ref) {
    int dot = ref.id().lastIndexOf('.');
    return ref.id().startsWith(PREFIX) && dot >= PREFIX.length()
        ? Optional.of(ref.id().substring(PREFIX.length(), dot))
        : Optional.empty();
  }

  static Optional<Clock> of(ActionRef ref) {
    int dot = ref.id().lastIndexOf('.');
    if (!ref.id().startsWith(PREFIX) || dot < PREFIX.length()) {
      return Optional.empty();
    }
    String kind = ref.id().substring(dot + 1).toUpperCase(Locale.ROOT);
    for (Kind one : Kind.values()) {
      if (one.name().equals(kind)) {
        return Optional.of(new Clock(ref.id().substring(PREFIX.length(), dot), one, ref.attempt()));
      }
    }
    return Optional.empty();
  }
}
