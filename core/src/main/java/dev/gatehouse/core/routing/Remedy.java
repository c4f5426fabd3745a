package dev.gatehouse.core.routing;

import dev.gatehouse.core.Failure;

/// Where a failed model call is best made again.
public enum Remedy {
  /// At the same deployment, after a pause, as often as the policy for retries allows.
  HERE,
  /// At another one, at once.
  ELSEWHERE,
  /// Nowhere: what was asked is at fault, or whoever asked.
  NOWHERE;

  /// {@return where, if there is another deployment}
  ///
  /// | failure | where |
  /// |---|---|
  /// | `auth`, `billing`, `not_found` | elsewhere: nothing mends them here; nowhere when the credential is the caller's own |
  /// | `rate_limited` | elsewhere: here it would have to wait |
  /// | `overloaded`, `server_error`, `timeout`, `stalled`, `connection`, `stream_cut`, `protocol` | here, until so many attempts have failed; elsewhere at once when the failure says that no retry helps |
  /// | `internal` | elsewhere: the adapter broke |
  /// | any other | nowhere: the request is at fault, and every deployment would say so |
  ///
  /// @param failures how often the deployment has failed in this turn, this time included
  /// @param attempts how often it may before another one is asked
  public static Remedy of(Failure failure, int failures, int attempts, Keyholder key) {
    return switch (failure.code()) {
      case AUTH, BILLING, NOT_FOUND -> key == Keyholder.CALLER ? NOWHERE : ELSEWHERE;
      case RATE_LIMITED, INTERNAL -> ELSEWHERE;
      case OVERLOADED, SERVER_ERROR, TIMEOUT, STALLED, CONNECTION, STREAM_CUT, PROTOCOL ->
          failures >= attempts || !failure.retryable() ? ELSEWHERE : HERE;
      default -> NOWHERE;
    };
  }

  /// Whose key a call was made with.
  public enum Keyholder {
    /// The gateway's.
    GATEWAY,
    /// The caller's.
    CALLER
  }
}
