package dev.gatehouse.protocols.http;

import dev.gatehouse.core.ErrorCode;
import dev.gatehouse.core.GatehouseException;

/// Ends a request with a [Problem]; the edge of the request's thread turns it into the answer.
public final class ProblemException extends GatehouseException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Ends the request.
  public ProblemException(Problem problem) {
    super(
        problem.code().status() < 500
            ? ErrorCode.caller(problem.code().wire())
            : ErrorCode.us(problem.code().wire()),
        problem.detail());
    this.problem = problem;
  }

  /// {@return what to answer}
  public Problem problem() {
    return problem;
  }
}
