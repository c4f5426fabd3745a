package dev.gatehouse.runtime.schedule;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;

/// A schedule that cannot be what somebody wants it to be.
public final class ScheduleException extends GatehouseException {

  private static final long serialVersionUID = 1L;

  private final Problem problem;

  /// What is wrong.
  public enum Problem {
    /// It would never work.
    INVALID,
    /// There is none of that name.
    NOT_FOUND,
    /// There is one of that name, or it belongs to the configuration.
    CONFLICT,
    /// There are too many.
    FULL
  }

  ScheduleException(Problem problem, String message) {
    super(
        ErrorCode.caller("schedule_" + problem.name().toLowerCase(java.util.Locale.ROOT)), message);
    this.problem = problem;
  }

  /// {@return what is wrong}
  public Problem problem() {
    return problem;
  }
}
