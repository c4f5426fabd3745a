package dev.gatehouse.bench;

/// A measurement that must not be believed: a lost event, a candidate that never became ready, a
/// refused request. The reason names the candidate's side of the story and what to look at next.
public final class BenchFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  BenchFailure(String reason) {
    super(reason);
    this.reason = reason;
  }

  /// What happened, in a sentence.
  public String reason() {
    return reason;
  }
}
