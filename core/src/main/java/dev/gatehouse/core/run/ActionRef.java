package dev.gatehouse.core.run;

/// Names one attempt at one action. Ids are stable (`turn-3.model`, `turn-3.call-1`); a repetition
/// is a new attempt.
///
/// @param id the action
/// @param attempt from 1
public record ActionRef(String id, int attempt) {

  /// What the ids of passive actions begin with.
  static final String WAIT = "wait.";

  /// The wait for runs that work beside it.
  static final String CHILDREN = "wait.children";

  /// {@return whether the action only waits: a timer, a human. Such an action needs no closing when
  /// it is dropped}
  public boolean passive() {
    return id.startsWith(WAIT);
  }

  /// {@return whether it waits for nothing but runs that the run has started}
  public boolean waitsForChildren() {
    return id.equals(CHILDREN);
  }

  /// {@return whether it is the model's answer to a turn}
  boolean isModel() {
    return !passive() && id.endsWith(".model");
  }

  /// {@return whether it shortens the context}
  boolean isCompaction() {
    return id.startsWith("compact-");
  }

  @Override
  public String toString() {
    return id + "#" + attempt;
  }
}
