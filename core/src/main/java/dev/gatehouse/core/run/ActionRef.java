package dev.gatehouse.core.run;

/// Names one attempt at one action. Ids are stable (`turn-3.model`, `turn-3.call-1`); a repetition is a new attempt.
///
/// @param id the action
/// @param attempt from 1
public record ActionRef(String id, int attempt) {

  @Override
  public String toString() {
    return id + "#" + attempt;
  }
}
